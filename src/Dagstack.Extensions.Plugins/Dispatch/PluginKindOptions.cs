namespace Dagstack.Extensions.Plugins;

/// <summary>How calls of the plugins of one kind go, unless a call says otherwise.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
public sealed class PluginKindOptions
{
    /// <summary>Gets or sets how long one call of a plugin may take.</summary>
    /// <value>
    /// Null by default: what the plugin's runtime says (<see cref="PluginRuntime.CallTimeout"/>), which for <c>in_process</c> is as long as it takes;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is that for all. See <see cref="PluginCallOptions.Timeout"/>.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative, and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan? Timeout
    {
        get;
        set => field = value is null || value > TimeSpan.Zero || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is longer than zero. Give Timeout.InfiniteTimeSpan for no limit.");
    }

    /// <summary>Gets or sets a value indicating whether a call of all plugins goes on when one fails, and returns results and errors.</summary>
    /// <value>
    /// Null by default: as the hook's contract says (<see cref="HookAttribute.BestEffort"/>), where by default the first error ends the call and reaches the caller.
    /// </value>
    public bool? BestEffort { get; set; }

    /// <summary>Gets or sets how many plugins a call of all of them is in at the same time.</summary>
    /// <value>64 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxParallelism
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one plugin is called at a time.");
    }

    = 64;

    /// <summary>Gets or sets what chooses the active plugin for a call, by its name.</summary>
    /// <value>Null by default. Null from it leaves the choice to configuration and priority, as without it. It is called for each call, by several threads.</value>
    public Func<PluginRouting, string?>? RoutingPolicy { get; set; }

    /// <summary>Gets or sets which plugins may handle requests at all, for example those of a tenant.</summary>
    /// <value>Null by default: all. It gets the plugin and what the caller has said about the call, and is called for each candidate, by several threads.</value>
    public Func<PluginManifest, IReadOnlyDictionary<string, object?>, bool>? CandidateFilter { get; set; }
}
