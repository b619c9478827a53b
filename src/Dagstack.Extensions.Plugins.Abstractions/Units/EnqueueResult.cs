using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>A unit of work that was taken in.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class EnqueueResult
{
    /// <summary>Gets the identity of the unit: a UUID, unlike any other.</summary>
    [JsonPropertyName("unit_id")]
    [JsonSchema(Description = "Globally unique id (UUID or ULID) used for tracking.")]
    public required string UnitId { get; init; }

    /// <summary>Gets a value indicating whether the unit was there already.</summary>
    [JsonPropertyName("deduplicated")]
    [JsonSchema(Description = "true if a unit with this idempotency_key already existed.")]
    public required bool Deduplicated { get; init; }
}
