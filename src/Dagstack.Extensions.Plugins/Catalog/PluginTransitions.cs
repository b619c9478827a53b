namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>Which state may follow which. See §3 of the plugin contract.</summary>
internal static class PluginTransitions
{
    /// <summary>Tells whether a plugin in one state may come to another.</summary>
    public static bool Allows(PluginState from, PluginState to) => from switch
    {
        PluginState.Discovered => to is PluginState.Starting or PluginState.Unavailable or PluginState.Disabled,
        PluginState.Starting => to is PluginState.Ready or PluginState.Unavailable or PluginState.Stopping,
        PluginState.Ready => to is PluginState.Degraded or PluginState.Unavailable or PluginState.Reloading or PluginState.Stopping,
        PluginState.Degraded => to is PluginState.Ready or PluginState.Unavailable or PluginState.Reloading or PluginState.Stopping,
        PluginState.Unavailable => to is PluginState.Starting or PluginState.Ready or PluginState.Stopping,
        PluginState.Reloading => to is PluginState.Ready or PluginState.Degraded or PluginState.Unavailable or PluginState.Stopping,
        PluginState.Stopping => to is PluginState.Stopped or PluginState.Leaked,
        PluginState.Stopped => to is PluginState.Starting,

        // Disabled until the configuration of another process says otherwise; leaked until this process ends.
        _ => false,
    };
}
