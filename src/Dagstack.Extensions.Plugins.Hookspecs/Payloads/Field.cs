using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A property of an object.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="IsRequired">Whether it has to be there.</param>
internal sealed record Field(string Name, Shape Shape, JsonElement Schema, bool IsRequired)
{
    /// <summary>Gets what the property is when it is left out; undefined where nothing is said.</summary>
    public JsonElement Default => Schema.ValueKind == JsonValueKind.Object && Schema.TryGetProperty("default", out var value) ? value : default;

    /// <summary>Gets what the property is for, as one text; null where nothing is said.</summary>
    public string? Description => Schema.ValueKind == JsonValueKind.Object && Schema.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
