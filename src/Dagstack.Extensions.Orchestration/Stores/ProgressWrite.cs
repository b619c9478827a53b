namespace Dagstack.Extensions.Orchestration;

/// <summary>How far a unit that runs has come: <see cref="UnitWriteOutcome.Applied"/> or <see cref="UnitWriteOutcome.Fenced"/>.</summary>
public sealed class ProgressWrite : UnitWrite
{
    /// <summary>Gets the right to it.</summary>
    public required UnitLease Lease { get; init; }

    /// <summary>Gets the unit.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the number of its run.</summary>
    public required int Run { get; init; }

    /// <summary>Gets what it has said: a JSON object as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Progress { get; init; }
}
