using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>A function of a plugin of the kind <c>tool</c> as a tool.</summary>
/// <param name="function">The function.</param>
/// <param name="name">The name that clients call it by.</param>
/// <param name="tools">Who calls it, and checks its arguments.</param>
internal sealed class ExportedFunction(ToolFunction function, string name, ITools tools) : ExportedTool(function.Plugin, name, $"tool.{function.Plugin.Name}.execute.{function.Name}")
{
    /// <summary>The call itself checks them.</summary>
    public override IReadOnlyList<ToolProblem> Check(JsonElement arguments) => [];

    public override async Task<ExportedResult> CallAsync(JsonElement? arguments, PluginCallOptions options, CancellationToken cancellationToken) =>
        new(await tools.With(options).CallAsync(function.QualifiedName, arguments ?? default, cancellationToken).ConfigureAwait(false), IsContent: false);

    protected override Tool Create() => new()
    {
        Name = Name,
        Description = function.Description.Length == 0 ? $"Calls the function '{function.Name}' of the plugin '{Plugin}'." : function.Description,
        InputSchema = Root(function.Parameters),
        OutputSchema = ExportedResult.AnySchema,
    };

    /// <summary>Arguments are an object, whatever else the schema of a function lets through.</summary>
    private static JsonElement Root(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return JsonElement.Parse("""{"type":"object"}""");
        }

        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object"))
        {
            return schema;
        }

        var root = JsonObject.Create(schema)!;
        root["type"] = "object";
        return JsonElement.Parse(root.ToJsonString());
    }
}
