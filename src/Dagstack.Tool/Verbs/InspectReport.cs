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
    IReadOnlyList<InspectedHook> Hooks)
{
    /// <summary>Gets the assemblies that it needs.</summary>
    public IReadOnlyList<InspectedAssembly> Assemblies { get; init; } = [];

    /// <summary>Gets why it is not known what it needs.</summary>
    public string? AssembliesUnknown { get; init; }

    /// <summary>Gets the version of the contract that is known here.</summary>
    public required string ContractVersion { get; init; }

    /// <summary>Gets the version of the contract that the plugin is made for, as its manifest says.</summary>
    public required string KindApiVersion { get; init; }

    /// <summary>Gets the host whose assemblies count.</summary>
    public string? Host { get; init; }
}

/// <summary>A hook of the plugin's kind.</summary>
internal sealed record InspectedHook(string Name, string? Description, JsonElement Input, JsonElement Output);
