using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Shared;

/// <summary>Puts the keywords of a schema, and of those in it, into the order in which people read them: always the same, whatever it was.</summary>
internal static class SchemaOrder
{
    private static readonly string[] s_first =
    [
        "$schema", "$id", "$ref", "title", "description", "type", "additionalProperties", "required", "properties", "format", "contentEncoding", "pattern", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "minItems", "maxItems", "uniqueItems", "enum", "const", "default",
    ];

    public static JsonObject Of(JsonObject schema) => new(schema
        .OrderBy(static pair => Array.IndexOf(s_first, pair.Key) is >= 0 and var index ? index : pair.Key == "$defs" ? s_first.Length + 1 : s_first.Length)
        .ThenBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => KeyValuePair.Create(pair.Key, Inside(pair.Key, pair.Value))));

    /// <summary>Orders what stands under a keyword.</summary>
    public static JsonNode? Inside(string keyword, JsonNode? value) => (keyword, value) switch
    {
        ("properties" or "patternProperties" or "$defs" or "dependentSchemas", JsonObject map) => new JsonObject(map.Select(static pair => KeyValuePair.Create(pair.Key, OfSchema(pair.Value)))),
        ("anyOf" or "oneOf" or "allOf" or "prefixItems", JsonArray schemas) => new JsonArray([.. schemas.Select(OfSchema)]),
        ("items" or "additionalProperties" or "not" or "if" or "then" or "else" or "contains" or "propertyNames" or "unevaluatedItems" or "unevaluatedProperties", _) => OfSchema(value),
        _ => value?.DeepClone(),
    };

    private static JsonNode? OfSchema(JsonNode? schema) => schema is JsonObject inner ? Of(inner) : schema?.DeepClone();
}
