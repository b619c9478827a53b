using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A tool of a server's list.</summary>
internal sealed class WireTool
{
    /// <summary>Gets the name by which it is called.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Gets the schema of its arguments. A server that sends none has one that takes everything.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>Gets the schema of its structured result, if it has one.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Gets its <c>_meta</c>, if it has one.</summary>
    public JsonElement? Meta { get; init; }
}
