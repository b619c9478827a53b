namespace Dagstack.Extensions.Plugins;

/// <summary>How often a plugin was called, how often that failed, and how long it took.</summary>
/// <remarks>
/// Every call that gets inside the plugin is counted, whether or not anybody listens to measurements; one that is refused at the door is not, and no health check is.
/// Durations are of a sample: the first 64 calls of an instance, and after that as many as can be timed for about a hundredth of what calls take: each call of a plugin whose calls take
/// 10 microseconds or more, every 16th of one whose calls take 1, every 1,024th of others. A stream is one call, until its enumerator is disposed. See docs/telemetry.md.
/// </remarks>
public sealed class PluginCallCounts
{
    /// <summary>Gets how many calls there were, those in flight included.</summary>
    /// <value>0 by default.</value>
    public long Calls { get; init; }

    /// <summary>Gets how many calls ended by an exception, or after their deadline.</summary>
    /// <value>0 by default. Those that their callers cancelled are not among them.</value>
    public long Failures { get; init; }

    /// <summary>Gets how many calls ended by a cancellation that their callers had asked for.</summary>
    /// <value>0 by default.</value>
    public long Cancellations { get; init; }

    /// <summary>Gets how many calls were timed.</summary>
    /// <value>0 by default.</value>
    public long Timed { get; init; }

    /// <summary>Gets how long a call takes on average, as far as that can be told from those that were timed.</summary>
    /// <value>Null while none was.</value>
    public TimeSpan? MeanDuration { get; init; }

    /// <summary>Gets how long the longest took of those that were timed.</summary>
    /// <value>Null while none was.</value>
    public TimeSpan? MaxDuration { get; init; }
}
