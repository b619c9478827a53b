using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>A call of one function of a tool plugin.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
[JsonSchema(Keywords = """{"required": ["function", "args"]}""")]
public sealed class ToolRequest
{
    /// <summary>Gets the name of the function, as the plugin's schema has it.</summary>
    [JsonPropertyName("function")]
    [JsonSchema(Description = "Function name as listed by get_schema (snake_case).")]
    public required string Function { get; init; }

    /// <summary>Gets the arguments.</summary>
    /// <value>An empty object by default.</value>
    [JsonPropertyName("args")]
    [JsonSchema(Description = "Arguments conforming to this function's JSON Schema. The host validates them BEFORE dispatch.", Keywords = """{"type": "object"}""")]
    public JsonElement Args
    {
        get;
        init => field = value.ValueKind == JsonValueKind.Undefined ? ToolDefaults.EmptyObject : value;
    }

    = ToolDefaults.EmptyObject;
}
