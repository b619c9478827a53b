namespace Dagstack.Extensions.Plugins;

/// <summary>In which order a reload replaces a plugin.</summary>
public enum PluginReloadMode
{
    /// <summary>The new instance is set up and swapped in before the old one is drained and torn down: <c>overlap</c>.</summary>
    Overlap = 0,

    /// <summary>The old instance is torn down before the new one is set up: <c>stop_first</c>.</summary>
    StopFirst = 1,
}
