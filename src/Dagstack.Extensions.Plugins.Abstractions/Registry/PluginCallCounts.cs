namespace Dagstack.Extensions.Plugins;

/// <summary>How often a plugin was called, how often that failed, and how long it took.</summary>
/// <remarks>
/// Every call that gets inside the plugin is counted, whether or not anybody listens to measurements; one that is refused at the door is not, and no health check is.
/// Durations are of a sample: the first 64 calls of an instance, each call after one that took 10 microseconds or more, and otherwise one call a second, since timing an empty call takes many times as long as the call.
/// Of a plugin with long and short calls, the long ones have the greater share in it. A stream is one call, until its enumerator is disposed. See docs/telemetry.md.
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

    /// <summary>Gets how long those took on average that were timed.</summary>
    /// <value>Null while none was.</value>
    public TimeSpan? MeanDuration { get; init; }

    /// <summary>Gets how long the longest took of those that were timed.</summary>
    /// <value>Null while none was.</value>
    public TimeSpan? MaxDuration { get; init; }
}
