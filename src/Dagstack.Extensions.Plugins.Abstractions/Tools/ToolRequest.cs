using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>A call of one function of a tool plugin.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class ToolRequest
{
    /// <summary>Gets the name of the function, as the plugin's schema has it.</summary>
    [JsonPropertyName("function")]
    public required string Function { get; init; }

    /// <summary>Gets the arguments.</summary>
    /// <value>An empty object by default.</value>
    [JsonPropertyName("args")]
    public JsonElement Args
    {
        get;
        init => field = value.ValueKind == JsonValueKind.Undefined ? ToolDefaults.EmptyObject : value;
    }

    = ToolDefaults.EmptyObject;
}
