using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>Tells whether everything that one schema allows is allowed by another.</summary>
internal static class SchemaFit
{
    /// <summary>Finds out why what one schema allows does not fit another.</summary>
    /// <returns>Why, as a sentence; null if it fits.</returns>
    public static string? FindMisfit(JsonElement from, JsonElement to) =>
        JsonNode.DeepEquals(Bare(JsonObject.Create(from)), Bare(JsonObject.Create(to))) ? null : "the two schemas differ.";

    private static JsonObject? Bare(JsonObject? schema)
    {
        foreach (var annotation in (ReadOnlySpan<string>)["$id", "$schema", "title", "description"])
        {
            schema?.Remove(annotation);
        }

        return schema;
    }
}
