using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A tool plugin with one function, which counts how often it is asked for it.</summary>
internal sealed class OneFunction(string name) : ITool
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return new([new ToolSchema { Name = name, Description = name, Parameters = JsonElement.Parse("""{"type":"object"}""") }]);
    }

    public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken) => new(ToolResult.Of(JsonElement.Parse($"\"{name}\"")));
}
