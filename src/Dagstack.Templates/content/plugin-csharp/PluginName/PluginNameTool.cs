using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace PluginName;

/// <summary>A set of functions for language models, each with the JSON Schema of its arguments, which are checked before the call.</summary>
public sealed class PluginNameTool : ITool
{
    private static readonly IReadOnlyList<ToolSchema> s_functions =
    [
        new()
        {
            Name = "greet",
            Description = "Greets somebody.",
            Parameters = JsonElement.Parse("""
                {
                  "type": "object",
                  "properties": { "name": { "type": "string", "minLength": 1 } },
                  "required": ["name"],
                  "additionalProperties": false
                }
                """),
        },
    ];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken) => new(s_functions);

    /// <inheritdoc/>
    public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken) => new(request.Function switch
    {
        "greet" when request.Args.TryGetProperty("name", out var name) => ToolResult.Of(JsonSerializer.SerializeToElement($"Good day, {name}.")),
        _ => ToolResult.Failed($"There is no function '{request.Function}' with these arguments."),
    });
}
