namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>How soon one plugin is started again after its instances have died.</summary>
internal sealed class RestartPace
{
    private int _early;

    /// <summary>Gets or sets which death is the last one, by number.</summary>
    public int Deaths { get; set; }

    /// <summary>Gets or sets a value indicating whether a restart waits for its time, or for its turn.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Gets the pause after an instance has died.</summary>
    /// <param name="options">Says how pauses grow.</param>
    /// <param name="lived">How long it was ready; zero for one that did not start.</param>
    public TimeSpan After(PluginRestartOptions options, TimeSpan lived)
    {
        if (lived >= options.ForgetAfter)
        {
            _early = 0;
        }

        if (lived >= options.StableAfter)
        {
            return TimeSpan.Zero;
        }

        var delay = options.FirstDelay;
        for (var i = 0; i < _early && delay < options.MaxDelay; i++)
        {
            delay *= 2;
        }

        _early++;
        var some = 1 + (options.Jitter * ((2 * Random.Shared.NextDouble()) - 1));
        return (delay < options.MaxDelay ? delay : options.MaxDelay) * some;
    }
}
