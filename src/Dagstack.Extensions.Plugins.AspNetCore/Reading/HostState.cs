using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>The kinds and plugins of a host at one moment.</summary>
/// <param name="Kinds">The kinds.</param>
/// <param name="Plugins">The plugins.</param>
/// <param name="Active">The active plugins of the kinds.</param>
internal sealed record HostState(IReadOnlyList<PluginKindItem> Kinds, IReadOnlyList<PluginStatus> Plugins, IReadOnlySet<PluginId> Active)
{
    public PluginList ToList(string root) => new(Kinds, [.. Plugins.Select(plugin => ToItem(plugin, root))]);

    public PluginItem ToItem(PluginStatus plugin, string root) => ItemReader.Read(plugin, root, plugin.Id is { } id && Active.Contains(id));
}
