using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A request to take a unit of work in: that of the kind <c>orchestrator</c>, and how long it may wait.</summary>
internal sealed record UnitRequest
{
    [JsonPropertyName("plugin_name")]
    public required string PluginName { get; init; }

    [JsonPropertyName("args")]
    public JsonElement? Args { get; init; }

    [JsonPropertyName("idempotency_key")]
    public string? IdempotencyKey { get; init; }

    [JsonPropertyName("partition_key")]
    public string? PartitionKey { get; init; }

    /// <summary>Gets how many seconds it may wait for its start; null: for ever.</summary>
    [JsonPropertyName("expires_after_sec")]
    public double? ExpiresAfterSec { get; init; }
}
