namespace Dagstack.Extensions.Plugins;

/// <content>How plugins are replaced while the host runs. See docs/hot-reload.md.</content>
public sealed partial class DagstackPluginOptions
{
    internal bool IsReloadAllowed { get; private set; }

    internal PluginWatchOptions? Watch { get; private set; }

    /// <summary>Gets or sets how many earlier generations of one plugin may stay in memory, since something holds them, before it is reloaded no more.</summary>
    /// <value>5 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxLeakedGenerations
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of generations is not negative.");
    } = 5;

    /// <summary>Lets <see cref="IPluginRegistry.ReloadAsync"/> replace plugins while the host runs.</summary>
    /// <remarks>Plugins of folders are then loaded from copies of them, and in a way that they can be unloaded, which makes their code run slower: it is never optimised by what is learnt at run time.</remarks>
    /// <returns>These options.</returns>
    public DagstackPluginOptions AllowReload()
    {
        IsReloadAllowed = true;
        return this;
    }

    /// <summary>Reloads plugins when their files change, takes in those whose folders are added, and stops those whose folders are removed.</summary>
    /// <remarks>
    /// It allows reloads, see <see cref="AllowReload"/>. Keys of plugins that come later resolve too: so a key that no plugin has is
    /// found when the host starts, and in classes that are not checked then, by a service that is missing.
    /// </remarks>
    /// <param name="configure">Sets what differs from the defaults.</param>
    /// <returns>These options.</returns>
    public DagstackPluginOptions WatchForChanges(Action<PluginWatchOptions>? configure = null)
    {
        Watch ??= new();
        configure?.Invoke(Watch);
        return AllowReload();
    }
}
