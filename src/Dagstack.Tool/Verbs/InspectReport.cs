using System.Text.Json;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>inspect</c> shows of a plugin.</summary>
internal sealed record InspectReport(
    string Plugin,
    string? Version,
    string? Description,
    IReadOnlyList<string> Runtimes,
    string? EntryPoint,
    string CoreVersion,
    string Path,
    string? Sha256,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<string> RequiredResources,
    IReadOnlyList<string> OptionalResources,
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<InspectedHook> Hooks);

/// <summary>A hook of the plugin's kind.</summary>
internal sealed record InspectedHook(string Name, string? Description, JsonElement Input, JsonElement Output);
