namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>When plugins that failed to start are tried again.</summary>
/// <param name="Delay">The time before the first retry; it doubles with each.</param>
/// <param name="MaxDelay">The longest time between two retries.</param>
internal sealed record RetrySettings(TimeSpan Delay, TimeSpan MaxDelay)
{
    public static RetrySettings Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>Gets the time to wait before a retry.</summary>
    /// <param name="round">How many retries there were.</param>
    public TimeSpan Before(int round)
    {
        var delay = Delay;
        while (round-- > 0 && delay < MaxDelay)
        {
            delay *= 2;
        }

        return delay < MaxDelay ? delay : MaxDelay;
    }
}
