namespace Dagstack.Extensions.Plugins;

/// <summary>When changes of plugins' files are taken for complete.</summary>
public sealed class PluginWatchOptions
{
    /// <summary>Gets or sets how long a plugin's files must have stayed as they are before it is reloaded.</summary>
    /// <value>500 ms by default. Longer where deployments are slow and in several steps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan StableWindow
    {
        get;
        set => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is longer than zero.");
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the time after which all plugins' files are looked at, whether or not the system has told of a change.</summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> trusts the system alone.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan RescanInterval
    {
        get;
        set => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is longer than zero.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets a value indicating whether the system is not asked to tell of changes, only <see cref="RescanInterval"/> counts.</summary>
    /// <value>False by default. For file systems that tell nothing, such as network shares and some mounts of containers.</value>
    public bool UsePolling { get; set; }
}
