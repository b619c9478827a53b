namespace Dagstack.Extensions.Orchestration;

/// <summary>A unit of work that is taken in: <see cref="UnitWriteOutcome.Applied"/>, or <see cref="UnitWriteOutcome.Deduplicated"/> with the unit that is there.</summary>
public sealed class NewUnit : UnitWrite
{
    /// <summary>Gets its identity: a new UUID of version 7. A unit of this identity is this unit: it was said before.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the plugin, <c>kind:name</c>.</summary>
    public required string Plugin { get; init; }

    /// <summary>Gets its arguments, JSON as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Args { get; init; }

    /// <summary>Gets the partition as the caller named it.</summary>
    /// <value>Null for a unit with a queue of its own.</value>
    public string? PartitionKey { get; init; }

    /// <summary>Gets the key that is unique for the plugin among all units that are kept.</summary>
    /// <value>Null for none.</value>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the hash of the input.</summary>
    /// <value>Null for none.</value>
    public string? InputHash { get; init; }

    /// <summary>Gets a value indicating whether <see cref="InputHash"/> is unique among the units that wait, run or have succeeded.</summary>
    public bool IsUniqueByInput { get; init; }

    /// <summary>Gets how long it may wait for its start.</summary>
    /// <value>Null for ever.</value>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Gets the trace of the caller, as W3C <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Gets what the caller has said about its calls, a JSON object.</summary>
    public string? Metadata { get; init; }
}
