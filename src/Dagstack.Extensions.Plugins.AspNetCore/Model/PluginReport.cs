using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>All that is known of one plugin.</summary>
internal sealed record PluginReport
{
    public required PluginItem Plugin { get; init; }

    /// <summary>Gets the manifest as a file has it, secrets masked; null if it is not valid.</summary>
    public JsonObject? Manifest { get; init; }

    /// <summary>Gets the SHA-256 of its files; null unless it was asked for.</summary>
    public string? Sha256 { get; init; }

    public IReadOnlyList<PluginOption> Options { get; init; } = [];

    public IReadOnlyList<PluginResource> Resources { get; init; } = [];

    public IReadOnlyList<PluginHook> Hooks { get; init; } = [];

    public IReadOnlyList<PluginLink> DependsOn { get; init; } = [];

    public IReadOnlyList<PluginLink> Dependents { get; init; } = [];

    /// <summary>Gets those that it depends on and that depend on it, near or far, itself among them, for the page; empty if there are none.</summary>
    [JsonIgnore]
    public IReadOnlyList<PluginNode> Neighbours { get; init; } = [];

    public PluginStartItem? Start { get; init; }

    public PluginHealthItem? Health { get; init; }

    public required PluginCallsItem Calls { get; init; }

    /// <summary>Gets the changes of its state, oldest first.</summary>
    public IReadOnlyList<PluginTransitionItem> History { get; init; } = [];

    /// <summary>Gets how many changes before those are no longer kept.</summary>
    public long HistoryDropped { get; init; }

    public PluginReloadItem? LastReload { get; init; }

    public IReadOnlyList<PluginUnloadHintItem> UnloadHints { get; init; } = [];
}
