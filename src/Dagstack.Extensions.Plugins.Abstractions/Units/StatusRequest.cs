using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>A question for the state of a unit of work.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class StatusRequest
{
    /// <summary>Gets the identity of the unit.</summary>
    [JsonPropertyName("unit_id")]
    public required string UnitId { get; init; }
}
