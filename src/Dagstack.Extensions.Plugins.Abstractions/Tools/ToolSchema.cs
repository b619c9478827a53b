using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>One function of a tool plugin: its name, what it does, and what arguments it takes.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
[JsonSchema(Name = "FunctionSchema", Keywords = """{"required": ["name", "description", "parameters"]}""")]
public sealed class ToolSchema
{
    /// <summary>Gets the name, unique within the plugin, such as <c>forecast</c>.</summary>
    [JsonPropertyName("name")]
    [JsonSchema(Description = "Globally unique function name within the plugin's namespace. snake_case.", Pattern = "^[a-z][a-z0-9_]*$")]
    public required string Name { get; init; }

    /// <summary>Gets what the function does, for whoever has to choose one.</summary>
    /// <value>Empty by default.</value>
    [JsonPropertyName("description")]
    [JsonSchema(Description = "What the function does. Used by the LLM when selecting a tool.")]
    public string Description { get; init; } = string.Empty;

    /// <summary>Gets the JSON Schema of the arguments, which are one object. docs/tools.md lists the keywords that are understood.</summary>
    /// <value><c>{"type": "object"}</c> by default: any arguments.</value>
    [JsonPropertyName("parameters")]
    [JsonSchema(Description = "JSON Schema for the function's arguments (as in OpenAI function calling).", Keywords = """{"type": "object"}""")]
    public JsonElement Parameters
    {
        get;
        init => field = value.ValueKind == JsonValueKind.Undefined ? ToolDefaults.AnyObject : value;
    }

    = ToolDefaults.AnyObject;
}
