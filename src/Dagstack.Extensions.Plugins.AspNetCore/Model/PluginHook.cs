using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A hook of a plugin's contract.</summary>
internal sealed record PluginHook
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string Dispatch { get; init; }

    public bool Exposed { get; init; }

    public bool Streams { get; init; }

    /// <summary>Gets the JSON Schema of the payload; null if it has none.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Gets the JSON Schema of the result; null if it has none.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Gets why a schema is missing that should be there.</summary>
    public string? SchemaProblem { get; init; }
}
