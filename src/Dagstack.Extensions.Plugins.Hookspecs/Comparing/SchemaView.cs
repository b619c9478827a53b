using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>A schema with its references followed, and null written in one way.</summary>
internal sealed class SchemaView
{
    /// <summary>Longer chains of references are none that anybody writes.</summary>
    private const int MaxChain = 100;

    private readonly JsonObject _schema;

    private SchemaView(JsonObject schema, bool isNever)
    {
        _schema = schema;
        IsNever = isNever;
    }

    /// <summary>Gets a value indicating whether nothing fits.</summary>
    public bool IsNever { get; }

    public IEnumerable<string> Keywords => _schema.Select(static pair => pair.Key);

    public JsonNode? this[string keyword] => _schema[keyword];

    public bool Has(string keyword) => _schema.ContainsKey(keyword);

    public string? Text(string keyword) => _schema[keyword] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static SchemaView Of(JsonNode? node, JsonObject root)
    {
        if (node is not JsonObject schema)
        {
            var isNever = node is JsonValue value && value.GetValueKind() == JsonValueKind.False;
            return new([], isNever);
        }

        var target = Follow(schema, root);
        return new(WithNull(target, root), isNever: false);
    }

    // What stands beside a reference holds too.
    private static JsonObject Follow(JsonObject schema, JsonObject root)
    {
        for (var i = 0; i < MaxChain && schema["$ref"] is JsonValue reference && Find(root, reference.GetValue<string>()) is JsonObject found; i++)
        {
            if (schema.Count == 1)
            {
                schema = found;
                continue;
            }

            var both = (JsonObject)found.DeepClone();
            foreach (var (keyword, value) in schema.Where(static pair => pair.Key != "$ref"))
            {
                both[keyword] = value?.DeepClone();
            }

            return both;
        }

        return schema;
    }

    private static JsonNode? Find(JsonObject root, string reference)
    {
        JsonNode? node = root;
        foreach (var part in reference.TrimStart('#').Split('/').Skip(1).Select(JsonPointer.UnescapeReference))
        {
            node = node is JsonObject map ? map[part] : node is JsonArray list && int.TryParse(part, out var index) && index < list.Count ? list[index] : null;
        }

        return node;
    }

    /// <summary>Writes a union of null and one schema with types as that schema with null among its types.</summary>
    private static JsonObject WithNull(JsonObject schema, JsonObject root)
    {
        if (schema["anyOf"] is not JsonArray { Count: 2 } options || schema.ContainsKey("type") || options.FirstOrDefault(IsNull) is not { } none || options.First(option => option != none) is not JsonObject other)
        {
            return schema;
        }

        var target = Follow(other, root);
        if (target["type"] is not { } type || target.ContainsKey("const"))
        {
            return schema;
        }

        var merged = (JsonObject)target.DeepClone();
        merged["type"] = type is JsonArray types ? new JsonArray([.. types.Select(static name => name!.DeepClone()), "null"]) : new JsonArray(type.DeepClone(), "null");
        if (merged["enum"] is JsonArray values)
        {
            values.Add(null);
        }

        foreach (var (keyword, value) in schema.Where(static pair => pair.Key != "anyOf"))
        {
            merged[keyword] = value?.DeepClone();
        }

        return merged;
    }

    private static bool IsNull(JsonNode? option) => option is JsonObject { Count: 1 } only && only["type"] is JsonValue type && type.ToString() == "null";
}
