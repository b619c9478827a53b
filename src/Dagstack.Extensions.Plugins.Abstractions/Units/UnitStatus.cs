using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>How a unit of work is.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class UnitStatus
{
    /// <summary>Gets the identity of the unit.</summary>
    [JsonPropertyName("unit_id")]
    public required string UnitId { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    [JsonSchema(Omit = ["$ref"], Keywords = """{"type": "string", "enum": ["queued", "running", "succeeded", "failed", "cancelled", "expired"]}""")]
    public required UnitState State { get; init; }

    /// <summary>Gets when it was started last.</summary>
    /// <value>Null if it never was.</value>
    [JsonPropertyName("started_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it came to its end.</summary>
    /// <value>Null while it has not.</value>
    [JsonPropertyName("finished_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets how far it has come: an object.</summary>
    /// <value>Null if it has said nothing.</value>
    [JsonPropertyName("progress")]
    [JsonSchema(Description = "Optional sink aggregate: % completion, last_checkpoint, etc.", Keywords = """{"type": "object"}""")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Progress { get; init; }

    /// <summary>Gets why it has failed last.</summary>
    /// <value>Null if it has not.</value>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}
