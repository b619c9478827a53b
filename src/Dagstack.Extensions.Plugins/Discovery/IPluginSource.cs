namespace Dagstack.Extensions.Plugins;

/// <summary>Finds plugins elsewhere than in folders: in a registry, in a variable, in a database.</summary>
/// <remarks>See §2 of the plugin contract.</remarks>
public interface IPluginSource
{
    /// <summary>Finds the plugins that there are now.</summary>
    /// <remarks>
    /// Called when services are registered, and again when one of its plugins is reloaded. What it throws is a warning in the
    /// host's log, and the rest goes on. It has no time limit: one that blocks holds up AddDagstackPlugins, and the reload of its own plugins,
    /// whose callers may give up. Bound the time of what it asks.
    /// </remarks>
    /// <returns>The plugins. One whose manifest cannot be read belongs to them: it is unavailable, with the reason.</returns>
    IEnumerable<DiscoveredPlugin> Find();
}
