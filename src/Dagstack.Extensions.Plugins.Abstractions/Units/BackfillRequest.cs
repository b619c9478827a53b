using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>Which units of work are to be run again.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class BackfillRequest
{
    /// <summary>Gets the plugin whose units are meant: its name where only one plugin has that, else <c>kind:name</c>.</summary>
    /// <value>Null by default: of all plugins.</value>
    [JsonPropertyName("plugin_name")]
    [JsonSchema(Description = "Optional: only this plugin.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PluginName { get; init; }

    /// <summary>Gets the partition whose units are meant.</summary>
    /// <value>Null by default: of all partitions.</value>
    [JsonPropertyName("partition_key")]
    [JsonSchema(Description = "Optional: only this partition.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PartitionKey { get; init; }

    /// <summary>Gets the time from which on they were taken in.</summary>
    /// <value>Null by default: from the beginning.</value>
    [JsonPropertyName("since")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets the time before which they were taken in.</summary>
    /// <value>Null by default: until now.</value>
    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Gets the states that are meant, of failed, expired and cancelled.</summary>
    /// <value>Null by default: failed and expired.</value>
    [JsonPropertyName("states")]
    [JsonSchema(Description = "Which states to re-run. Default: failed+expired.", Keywords = """{"items": {"enum": ["failed", "expired", "cancelled"]}}""")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UnitState>? States { get; init; }
}
