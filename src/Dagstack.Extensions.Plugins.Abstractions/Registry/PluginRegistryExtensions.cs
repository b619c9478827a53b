namespace Dagstack.Extensions.Plugins;

/// <summary>The registry by text.</summary>
public static class PluginRegistryExtensions
{
    /// <summary>Puts a new instance of a plugin in place of the running one. See <see cref="IPluginRegistry.ReloadAsync"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <param name="cancellationToken">Cancels the start of the new instance; the old one goes on.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="InvalidOperationException">The host does not allow reloads, or this plugin cannot be reloaded.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public static Task<PluginReload> ReloadAsync(this IPluginRegistry registry, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.ReloadAsync(PluginId.Parse(id), cancellationToken);
    }

    /// <summary>Finds a plugin.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <returns>A snapshot of it, or null if there is none.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public static PluginStatus? Find(this IPluginRegistry registry, string id)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Find(PluginId.Parse(id));
    }
}
