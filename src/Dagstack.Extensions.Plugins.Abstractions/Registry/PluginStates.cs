namespace Dagstack.Extensions.Plugins;

/// <summary>The names of plugin states, as every dagstack binding writes them.</summary>
public static class PluginStates
{
    /// <summary>Returns the name of a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The name in lower case, such as <c>ready</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not a state.</exception>
    public static string NameOf(PluginState state) => state switch
    {
        PluginState.Discovered => "discovered",
        PluginState.Disabled => "disabled",
        PluginState.Starting => "starting",
        PluginState.Ready => "ready",
        PluginState.Degraded => "degraded",
        PluginState.Unavailable => "unavailable",
        PluginState.Reloading => "reloading",
        PluginState.Stopping => "stopping",
        PluginState.Stopped => "stopped",
        PluginState.Leaked => "leaked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This is not a plugin state."),
    };
}
