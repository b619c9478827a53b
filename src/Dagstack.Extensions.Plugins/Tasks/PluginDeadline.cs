namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Timers for the time-outs of manifests, of which those made in code may have any value.</summary>
internal static class PluginDeadline
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Starts a timer. What is longer than a timer can be has no end; what is negative is over.</summary>
    public static CancellationTokenSource Start(TimeSpan timeout, TimeProvider time) =>
        timeout == Timeout.InfiniteTimeSpan || timeout > s_longest ? new() : new(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout, time);
}
