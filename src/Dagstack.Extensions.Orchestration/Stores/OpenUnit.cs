namespace Dagstack.Extensions.Orchestration;

/// <summary>A unit of work that waits or runs, as its runner sees it.</summary>
public sealed class OpenUnit
{
    /// <summary>Gets its identity.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the plugin, <c>kind:name</c>.</summary>
    public required string Plugin { get; init; }

    /// <summary>Gets its arguments, JSON as UTF-8.</summary>
    public required ReadOnlyMemory<byte> Args { get; init; }

    /// <summary>Gets the partition as the caller named it.</summary>
    /// <value>Null for a unit with a queue of its own.</value>
    public string? PartitionKey { get; init; }

    /// <summary>Gets how often it was started: the number of its last run.</summary>
    public int Run { get; init; }

    /// <summary>Gets how often it has failed.</summary>
    public int Failures { get; init; }

    /// <summary>Gets how often a process has died with it.</summary>
    public int Losses { get; init; }

    /// <summary>Gets a value indicating whether it is marked as running: by the holder of the lease, or by one before it, who cannot end it any more.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Gets a value indicating whether it was running in a process that has died with it, as far as the store can tell: its next start counts a loss.</summary>
    public bool IsLost { get; init; }

    /// <summary>Gets a value indicating whether somebody has asked for its end.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>Gets how long it has to wait from now on.</summary>
    /// <value>Zero if it may run at once.</value>
    public TimeSpan DueIn { get; init; }

    /// <summary>Gets how long it may still be started.</summary>
    /// <value>Null for ever; zero or less if it is over.</value>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Gets how long it has waited.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Gets the hash of its input.</summary>
    /// <value>Null if none was made.</value>
    public string? InputHash { get; init; }

    /// <summary>Gets the trace of the caller that has enqueued it, as W3C <c>traceparent</c>.</summary>
    /// <value>Null if there was none.</value>
    public string? TraceParent { get; init; }

    /// <summary>Gets what the caller has said about its calls, a JSON object.</summary>
    /// <value>Null if it has said nothing.</value>
    public string? Metadata { get; init; }
}
