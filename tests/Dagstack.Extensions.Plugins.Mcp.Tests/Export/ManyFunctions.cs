using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A tool plugin with any functions that a test wants.</summary>
internal sealed class ManyFunctions(Func<IReadOnlyList<ToolSchema>> schemas) : ITool
{
    /// <summary>Makes what a function says of itself.</summary>
    public static ToolSchema Function(string name, string parameters = """{"type":"object"}""") => new() { Name = name, Description = name, Parameters = JsonElement.Parse(parameters) };

    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken) => new(schemas());

    public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken) => new(ToolResult.Of(JsonElement.Parse($"\"{request.Function}\"")));
}
