namespace Dagstack.Extensions.Orchestration;

/// <summary>A checkpoint of a unit that runs: saved, replaced or deleted.</summary>
/// <remarks>
/// <see cref="UnitWriteOutcome.Applied"/> with the new version, <see cref="UnitWriteOutcome.Conflict"/> with the version that is there,
/// <see cref="UnitWriteOutcome.NotFound"/> where there was none to delete, <see cref="UnitWriteOutcome.Fenced"/> if the lease is not valid any more or
/// the unit does not run by this number.
/// </remarks>
public sealed class CheckpointWrite : UnitWrite
{
    /// <summary>Gets the right to it.</summary>
    public required UnitLease Lease { get; init; }

    /// <summary>Gets the unit.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the number of its run.</summary>
    public required int Run { get; init; }

    /// <summary>Gets the key.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value.</summary>
    /// <value>Null to delete it.</value>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Replaces"/> has to be there.</summary>
    /// <value>False by default: whatever is there is replaced.</value>
    public bool IsConditional { get; init; }

    /// <summary>Gets the version that is replaced.</summary>
    /// <value>Null if there is to be none.</value>
    public string? Replaces { get; init; }
}
