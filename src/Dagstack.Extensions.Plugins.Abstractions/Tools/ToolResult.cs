using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a function of a tool plugin answers: a result, or an error that the caller is to read.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
[JsonSchema(IsOpen = true, Keywords = """{"required": ["result"]}""")]
public sealed class ToolResult
{
    /// <summary>Gets the result.</summary>
    /// <value>Null by default: the function has no result, or failed.</value>
    [JsonPropertyName("result")]
    [JsonSchema(Description = "Arbitrary JSON-serialisable value.")]
    public JsonElement? Result { get; init; }

    /// <summary>Gets a value indicating whether the function failed.</summary>
    /// <value>False by default.</value>
    [JsonPropertyName("is_error")]
    [JsonSchema(Description = "true if the plugin treated the call as an error — the host should translate this into an exception for the caller.")]
    [DefaultValue(false)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsError { get; init; }

    /// <summary>Gets why it failed, for the caller.</summary>
    /// <value>Null by default.</value>
    [JsonPropertyName("error_message")]
    [JsonSchema(Description = "Human-readable message when is_error=true.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; init; }

    /// <summary>Makes an answer from a result.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The answer.</returns>
    public static ToolResult Of(JsonElement result) => new() { Result = result };

    /// <summary>Makes an answer that says why there is no result.</summary>
    /// <param name="errorMessage">Why, for the caller.</param>
    /// <returns>The answer.</returns>
    public static ToolResult Failed(string errorMessage) => new() { IsError = true, ErrorMessage = errorMessage };
}
