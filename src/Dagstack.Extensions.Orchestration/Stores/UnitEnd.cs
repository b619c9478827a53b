namespace Dagstack.Extensions.Orchestration;

/// <summary>How a run of a unit has ended.</summary>
public sealed class UnitEnd
{
    /// <summary>Gets the unit.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the number of the run: that of <see cref="UnitStart"/>. For a unit that is ended without a start, <see cref="OpenUnit.Run"/>.</summary>
    public required int Run { get; init; }

    /// <summary>Gets how.</summary>
    public required UnitEndKind Kind { get; init; }

    /// <summary>Gets the output, JSON as UTF-8, of one that has succeeded.</summary>
    /// <value>Null for none.</value>
    public ReadOnlyMemory<byte>? Output { get; init; }

    /// <summary>Gets the hash of the output.</summary>
    /// <value>Null where none is wanted; else the store compares it with that of the last unit of the plugin that succeeded with the same input hash, and marks the unit as unchanged if they are equal.</value>
    public string? OutputHash { get; init; }

    /// <summary>Gets why it has failed.</summary>
    /// <value>Null if it has not: one that has succeeded shows none any more, others keep that of the failure before.</value>
    public string? Error { get; init; }

    /// <summary>Gets how long it waits before it runs again.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Delay { get; init; }
}
