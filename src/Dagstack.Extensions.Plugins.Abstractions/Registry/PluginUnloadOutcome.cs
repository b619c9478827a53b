namespace Dagstack.Extensions.Plugins;

/// <summary>What became of a generation of a plugin that is not needed any more.</summary>
public enum PluginUnloadOutcome
{
    /// <summary>There was nothing to unload: no earlier generation, or one that has no load context of its own.</summary>
    None,

    /// <summary>Its code has left the process.</summary>
    Unloaded,

    /// <summary>Something still refers to it, and its code stays in memory as long as that does.</summary>
    StillAlive,
}
