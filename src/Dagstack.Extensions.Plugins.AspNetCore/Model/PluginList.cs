namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>All kinds and plugins of a host at one moment.</summary>
/// <param name="Kinds">The kinds, ordinal by name.</param>
/// <param name="Plugins">The plugins, ordinal by identity, then by path; broken and disabled ones included.</param>
internal sealed record PluginList(IReadOnlyList<PluginKindItem> Kinds, IReadOnlyList<PluginItem> Plugins);
