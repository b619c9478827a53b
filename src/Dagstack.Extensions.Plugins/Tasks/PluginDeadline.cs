namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Timers for time-outs given in code, which may have any value.</summary>
internal static class PluginDeadline
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Tells whether a value is one that a time-out can have: above zero, or without end.</summary>
    public static bool IsTime(TimeSpan timeout) => timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan;

    /// <summary>Tells whether a time-out has an end that a timer can see.</summary>
    public static bool Ends(TimeSpan timeout) => timeout != Timeout.InfiniteTimeSpan && timeout <= s_longest;

    /// <summary>Starts a timer. What is longer than a timer can be has no end; what is negative is over.</summary>
    public static CancellationTokenSource Start(TimeSpan timeout, TimeProvider time) =>
        Ends(timeout) ? new(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout, time) : new();
}
