using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A tool plugin with one function, which is called for what it does.</summary>
internal sealed class EffectTool(string name, Func<CancellationToken, Task> effect) : ITool
{
    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken) =>
        new([new ToolSchema { Name = name, Description = name, Parameters = JsonElement.Parse("""{"type":"object"}""") }]);

    public async ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        await effect(cancellationToken);
        return ToolResult.Of(JsonElement.Parse("\"done\""));
    }
}
