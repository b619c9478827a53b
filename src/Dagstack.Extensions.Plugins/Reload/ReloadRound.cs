using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>What one taking over of changes is about.</summary>
internal sealed class ReloadRound
{
    /// <summary>Gets the plugins whose folders are gone.</summary>
    public List<PluginEntry> Going { get; } = [];

    /// <summary>Gets the plugins that were not there.</summary>
    public List<PluginDefinition> Coming { get; } = [];

    /// <summary>Gets the plugins that serve, and what they are to be.</summary>
    public Dictionary<PluginEntry, PluginDefinition> Candidates { get; } = [];

    /// <summary>Gets the plugins that do not serve, and are to be started.</summary>
    public HashSet<PluginEntry> Starting { get; } = [];

    /// <summary>Gets what came of them.</summary>
    public List<PluginReload> Done { get; } = [];
}
