using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Makes a value that is likely to fit a schema.</summary>
/// <param name="root">The schema.</param>
/// <param name="whole">Whether fields are there that may be left out.</param>
/// <param name="option">Which of several alternatives is taken.</param>
internal sealed class ExampleMaker(JsonElement root, bool whole, int option)
{
    private const int MaxDepth = 4;
    private const int MaxNesting = 12;

    /// <summary>Further down, what may be left out and refers to something may well lead back to where it is.</summary>
    private const int MaxReferences = 1;

    /// <summary>An example that goes on and on is none for people.</summary>
    private const int MaxValues = 500;

    private readonly JsonNode? _root = JsonNode.Parse(root.GetRawText());
    private int _made;

    public JsonNode? Make() => Make(_root, "text", 0);

    private JsonNode? Make(JsonNode? schema, string name, int depth)
    {
        if (schema is not JsonObject given || depth > MaxNesting || ++_made > MaxValues)
        {
            return JsonValue.Create(name);
        }

        var merged = Merged(given, depth);
        if (merged.TryGetPropertyValue("const", out var constant))
        {
            return constant?.DeepClone();
        }

        if (merged["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[option % values.Count]?.DeepClone();
        }

        if (depth > 0 && merged["default"] is { } initial)
        {
            return initial.DeepClone();
        }

        var type = merged["type"] is JsonArray types ? types[option % types.Count]!.GetValue<string>() : merged["type"]?.GetValue<string>();
        return type switch
        {
            "string" => ExampleText.Of(merged, name),
            "integer" or "number" => Number(merged, type == "integer"),
            "boolean" => true,
            "array" => List(merged, name, depth),
            "null" => null,
            "object" => Object(merged, depth),
            _ => merged["properties"] is null ? JsonValue.Create(name) : Object(merged, depth),
        };
    }

    /// <summary>Puts what a schema refers to and is made of into one.</summary>
    private JsonObject Merged(JsonObject schema, int depth)
    {
        var merged = schema.DeepClone().AsObject();
        var parts = new List<JsonNode?>(schema["allOf"] as JsonArray ?? []) { schema["if"], schema["if"] is null ? null : schema["then"] };
        if (schema["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', ..] text)
        {
            parts.Add(text.Split('/').Skip(1).Aggregate(_root, static (node, part) => node is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)] : node?[JsonPointer.UnescapeReference(part)]));
        }

        foreach (var options in new[] { schema["anyOf"], schema["oneOf"] }.OfType<JsonArray>().Where(static options => options.Count > 0))
        {
            parts.Add(options[option % options.Count]);
        }

        foreach (var part in parts.OfType<JsonObject>().Where(_ => depth < MaxNesting))
        {
            Put(Merged(part, depth + 1), merged);
        }

        return merged;
    }

    private static void Put(JsonObject part, JsonObject merged)
    {
        foreach (var (keyword, value) in part)
        {
            switch (keyword, value, merged[keyword])
            {
                case ("properties", JsonObject properties, JsonObject known):
                    foreach (var (name, property) in properties.Where(property => !known.ContainsKey(property.Key)))
                    {
                        known[name] = property?.DeepClone();
                    }

                    break;
                case ("required", JsonArray names, JsonArray known):
                    names.ToList().ForEach(name => known.Add(name?.DeepClone()));
                    break;
                default:
                    merged.TryAdd(keyword, value?.DeepClone());
                    break;
            }
        }
    }

    private JsonArray List(JsonObject schema, string name, int depth)
    {
        var first = schema["prefixItems"] as JsonArray ?? [];
        var least = (int)(schema["minItems"]?.GetValue<decimal>() ?? 0);
        var most = (int)Math.Min(schema["maxItems"]?.GetValue<decimal>() ?? 100, 100);
        var count = depth >= MaxDepth ? least : Math.Min(Math.Max(first.Count > 0 ? first.Count : 1, least), most);
        return [.. Enumerable.Range(0, count).Select(index => Make(index < first.Count ? first[index] : schema["items"], name, depth + 1))];
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"] as JsonArray ?? []).Select(static name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, property) in properties.Where(property => required.Contains(property.Key) || (whole && IsWanted(property.Value, depth))))
        {
            made[name] = Make(property, name, depth + 1);
        }

        foreach (var name in required.Where(name => !made.ContainsKey(name)))
        {
            made[name] = Make(schema["additionalProperties"], name, depth + 1);
        }

        if (properties.Count == 0 && made.Count == 0 && schema["additionalProperties"] is JsonObject value && depth < MaxDepth)
        {
            made["name"] = Make(value, "text", depth + 1);
        }

        return made;
    }

    private static bool IsWanted(JsonNode? property, int depth) =>
        depth < MaxDepth && property is JsonObject && (depth < MaxReferences || !property.ToJsonString().Contains("\"$ref\"", StringComparison.Ordinal));

    private static JsonValue Number(JsonObject schema, bool isInteger)
    {
        var (low, high) = (Limit(schema, "minimum"), Limit(schema, "maximum"));
        var (above, below) = (Limit(schema, "exclusiveMinimum"), Limit(schema, "exclusiveMaximum"));
        var by = Limit(schema, "multipleOf") ?? (isInteger ? 1 : null);
        var value = low ?? (above is { } bound ? below is { } end && !isInteger ? (bound + end) / 2 : bound + 1 : high ?? (below - 1) ?? 1);
        return JsonValue.Create(by is { } step && step > 0 ? decimal.Ceiling(value / step) * step : value);
    }

    private static decimal? Limit(JsonObject schema, string keyword) => schema[keyword] is JsonValue limit && limit.GetValueKind() == JsonValueKind.Number && JsonSerializer.SerializeToElement(limit).TryGetDecimal(out var value) ? value : null;
}
