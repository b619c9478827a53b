using System.ComponentModel;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a caller says about calls besides their arguments.</summary>
/// <remarks>Given to <see cref="IPlugins{TKind}.With"/> or <see cref="PluginCalls.With"/>. See §5 of the plugin contract.</remarks>
public sealed class PluginCallOptions
{
    /// <summary>Gets or sets how long one call of a plugin may take.</summary>
    /// <value>
    /// Null by default: what the kind has, else what the plugin's runtime says. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is as long as it takes, whatever those say. Past it the hook's token is cancelled and the caller gets <see cref="PluginTimeoutException"/>,
    /// whether the plugin has noticed or not; a synchronous hook is not left before it returns.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative, and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan? Timeout
    {
        get;
        set => field = value is null || value > TimeSpan.Zero || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A time is longer than zero. Give Timeout.InfiniteTimeSpan for no limit.");
    }

    /// <summary>Gets or sets what middleware, the plugin's context and spans are told about the calls.</summary>
    /// <value>Null by default: what the surrounding scope has. It is added to that, and wins over it.</value>
    /// <exception cref="ArgumentException">A value is not one of those that <see cref="CallMetadata"/> can carry.</exception>
    public IReadOnlyDictionary<string, object?>? Metadata
    {
        get;
        set => field = value is null ? null : CallMetadata.Check(value);
    }

    /// <summary>Gets or sets what is told of the progress that plugins report during the calls.</summary>
    /// <value>
    /// Null by default: nobody but those whom the host tells of all progress. It is told as well, on the thread of the plugin. What it throws is logged, and the plugin goes on. Plugins in other processes
    /// tell the host only.
    /// </value>
    public IProgress<ProgressReport>? Progress { get; set; }

    /// <summary>Gets or sets a value indicating whether a call of all plugins goes on when one fails, and returns results and errors.</summary>
    /// <value>Null by default: what the host has set for the kind, else what the hook's contract says (<see cref="HookAttribute.BestEffort"/>).</value>
    public bool? BestEffort { get; set; }

    /// <summary>Gets or sets how many plugins a call of all of them is in at the same time.</summary>
    /// <value>Null by default: what the kind has.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxParallelism
    {
        get;
        set => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one plugin is called at a time.");
    }

    /// <summary>Puts these options over others: what is null here is taken from them, metadata adds up.</summary>
    /// <param name="others">The others; null for none.</param>
    /// <returns>Both as one.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PluginCallOptions Over(PluginCallOptions? others) => others is null ? this : new()
    {
        Timeout = Timeout ?? others.Timeout,
        Metadata = CallMetadata.Merge(others.Metadata, Metadata),
        Progress = Progress ?? others.Progress,
        BestEffort = BestEffort ?? others.BestEffort,
        MaxParallelism = MaxParallelism ?? others.MaxParallelism,
    };
}
