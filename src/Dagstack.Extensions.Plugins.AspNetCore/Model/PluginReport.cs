using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>All that is known of one plugin.</summary>
internal sealed record PluginReport
{
    public required PluginItem Plugin { get; init; }

    /// <summary>Gets the manifest as a file has it, secrets masked; null if it cannot be read.</summary>
    public JsonObject? Manifest { get; init; }

    public IReadOnlyList<PluginOption> Options { get; init; } = [];

    public IReadOnlyList<PluginHook> Hooks { get; init; } = [];

    public PluginReloadItem? LastReload { get; init; }
}
