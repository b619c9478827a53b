using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>A unit of work that is to be run.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
[JsonSchema(Keywords = """{"required": ["plugin_name", "args"]}""")]
public sealed class EnqueueRequest
{
    /// <summary>Gets the plugin that runs it: its name where only one plugin has that, else <c>kind:name</c>.</summary>
    [JsonPropertyName("plugin_name")]
    [JsonSchema(Description = "Name of the unit-of-work plugin, taken from its manifest.")]
    public required string PluginName { get; init; }

    /// <summary>Gets the arguments: an object.</summary>
    /// <value>An empty object by default.</value>
    [JsonPropertyName("args")]
    [JsonSchema(Description = "Arguments for the unit-of-work plugin.", Keywords = """{"type": "object"}""")]
    public JsonElement Args
    {
        get;
        init => field = value.ValueKind == JsonValueKind.Undefined ? ToolDefaults.EmptyObject : value;
    }

    = ToolDefaults.EmptyObject;

    /// <summary>Gets the key that tells the unit from others of the plugin: two with the same key are one unit, for as long as it is kept.</summary>
    /// <value>Null by default: the manifest's <c>idempotency_mode</c> decides.</value>
    [JsonPropertyName("idempotency_key")]
    [JsonSchema(Description = "Optional key for deduplication.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the queue that it waits in: units of one partition run one after the other, in the order in which they were taken in.</summary>
    /// <value>Null by default: the value of the argument that the manifest's <c>partition_key</c> names, or a queue of its own.</value>
    [JsonPropertyName("partition_key")]
    [JsonSchema(Description = "Partition used for sharding (see DST-0003 §Invariant 5).")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PartitionKey { get; init; }
}
