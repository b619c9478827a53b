using Dagstack.Extensions.Plugins.Lifecycle;

namespace Dagstack.Extensions.Plugins;

public sealed partial class DagstackPluginOptions
{
    internal RetrySettings? Retry { get; private set; }

    /// <summary>Gets or sets the time between two health checks of a plugin that implements <see cref="IPluginHealth"/>.</summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> switches health checks off, that at the end of a setup too.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan HealthInterval
    {
        get;
        set => field = value == Timeout.InfiniteTimeSpan ? value : Positive(value);
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a health check may take before it counts as a failure.</summary>
    /// <value>10 seconds by default. The check at the end of a setup has what is left of the time of the setup.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan HealthTimeout
    {
        get;
        set => field = Positive(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many failed health checks in a row make a plugin unavailable; the first makes it degraded.</summary>
    /// <value>3 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int HealthFailures
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one failure makes a plugin unavailable.");
    } = 3;

    /// <summary>Gets or sets the time that plugins have to stop at least, even when the host's ShutdownTimeout is used up before their turn.</summary>
    /// <value>5 seconds by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan ShutdownGrace
    {
        get;
        set => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is not negative.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Tries plugins again that failed to start, with longer and longer pauses, until they are ready. Without this, only <see cref="IPluginRegistry.RetryAsync"/> does.</summary>
    /// <param name="delay">The time before the first retry, which doubles with each; null for 1 second.</param>
    /// <param name="maxDelay">The longest time between two retries; null for 1 minute.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is zero or negative.</exception>
    public DagstackPluginOptions RetryUnavailable(TimeSpan? delay = null, TimeSpan? maxDelay = null)
    {
        var defaults = RetrySettings.Default;
        Retry = new(Positive(delay ?? defaults.Delay), Positive(maxDelay ?? defaults.MaxDelay));
        return this;
    }

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is longer than zero.");
}
