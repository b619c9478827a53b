namespace Dagstack.Extensions.Plugins;

/// <summary>When an instance that died is replaced by a new one.</summary>
/// <remarks>See §8.5 of the plugin contract.</remarks>
public sealed class PluginRestartOptions
{
    /// <summary>Gets or sets how long an instance must have been ready for the next one to be started at once.</summary>
    /// <value>10 seconds by default; zero starts at once whenever one dies.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan StableAfter
    {
        get;
        set => field = NotNegative(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the pause before the first restart of an instance that died sooner; it doubles with each that dies as soon, or does not start.</summary>
    /// <value>0.5 seconds by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan FirstDelay
    {
        get;
        set => field = NotNegative(value);
    } = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets or sets the longest pause.</summary>
    /// <value>30 seconds by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan MaxDelay
    {
        get;
        set => field = NotNegative(value);
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long an instance must have been ready for pauses to begin anew with <see cref="FirstDelay"/>.</summary>
    /// <value>60 seconds by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan ForgetAfter
    {
        get;
        set => field = NotNegative(value);
    } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets by which part pauses are lengthened or shortened at random, so that not all come back at one moment.</summary>
    /// <value>0.2 by default, from 0 to 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double Jitter
    {
        get;
        set => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A part is from 0 to 1.");
    } = 0.2;

    private static TimeSpan NotNegative(TimeSpan value) =>
        value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is not negative.");
}
