namespace Dagstack.Extensions.Plugins;

/// <summary>Where a plugin is in its life.</summary>
/// <remarks>See §3 of the plugin contract.</remarks>
public enum PluginState
{
    /// <summary>Found, not started. Calls fail.</summary>
    Discovered,

    /// <summary>Switched off by the host's configuration. Calls fail.</summary>
    Disabled,

    /// <summary>Being set up. Calls fail.</summary>
    Starting,

    /// <summary>Calls are served.</summary>
    Ready,

    /// <summary>Calls are served, and something is wrong.</summary>
    Degraded,

    /// <summary>Failed to start, or failed since. Calls fail with the reason.</summary>
    Unavailable,

    /// <summary>Being replaced by a new instance.</summary>
    Reloading,

    /// <summary>Being drained and torn down. Calls fail.</summary>
    Stopping,

    /// <summary>Torn down. Calls fail.</summary>
    Stopped,

    /// <summary>Could not be torn down in time; what it holds stays until the process ends. Calls fail.</summary>
    Leaked,
}
