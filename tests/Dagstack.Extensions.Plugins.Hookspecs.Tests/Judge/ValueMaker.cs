using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>Makes values for a schema that are likely to fit it. Whether they do is for others to say.</summary>
internal sealed class ValueMaker(JsonElement root, Random random)
{
    private const int MaxDepth = 5;

    private static readonly string[] s_letters = ["a", "b", "z", "Q", "0", "7", " ", "-", "_", ".", "é", "ß", "日", "😀", "\"", "\\", "/", "\n", "\u0001"];
    private static readonly string[] s_types = ["string", "integer", "number", "boolean", "object", "array", "null"];

    public JsonNode? Make() => Make(JsonNode.Parse(root.GetRawText()), 0);

    public JsonNode? Any(int depth) => OfType(s_types[random.Next(depth < 3 ? s_types.Length : 4)], [], depth + 1);

    public string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => s_letters[random.Next(s_letters.Length)]));

    /// <summary>Makes a number as it is written, which says more than its value.</summary>
    public static JsonNode Number(string text) => JsonValue.Create(JsonElement.Parse(text))!;

    private JsonNode? Make(JsonNode? schema, int depth)
    {
        if (schema is not JsonObject given)
        {
            return Any(depth);
        }

        var merged = Merge(given, depth);
        if (merged["const"] is not null || merged.ContainsKey("const"))
        {
            return merged["const"]?.DeepClone();
        }

        if (merged["enum"] is JsonArray values)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        var types = merged["type"] switch { JsonArray list => [.. list.Select(static type => type!.GetValue<string>())], JsonValue one => [one.GetValue<string>()], _ => s_types };
        return OfType(types[random.Next(types.Length)], merged, depth);
    }

    /// <summary>Puts what a schema is made of into one: what it refers to, all of what all has to fit, one of several.</summary>
    private JsonObject Merge(JsonObject schema, int depth)
    {
        var merged = (JsonObject)schema.DeepClone();
        var parts = new List<JsonNode?>();
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            parts.Add(Target(reference));
        }

        parts.AddRange(schema["allOf"] as JsonArray ?? []);
        foreach (var keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema[keyword] is JsonArray options)
            {
                // Deep down the first one that does not come back to itself.
                parts.Add(depth >= MaxDepth ? options.FirstOrDefault(static option => option is JsonObject known && !known.ToJsonString().Contains("$ref", StringComparison.Ordinal)) ?? options[0] : options[random.Next(options.Count)]);
            }
        }

        if (schema["if"] is JsonObject condition)
        {
            var holds = random.Next(2) == 0;
            parts.AddRange(holds ? [condition, schema["then"]] : [schema["else"]]);
        }

        foreach (var part in parts.OfType<JsonObject>())
        {
            Put(Merge(part, depth), merged);
        }

        return merged;
    }

    private static void Put(JsonObject part, JsonObject merged)
    {
        foreach (var (keyword, value) in part)
        {
            if (keyword == "properties" && merged["properties"] is JsonObject properties)
            {
                foreach (var (name, property) in (JsonObject)value!)
                {
                    properties[name] = property?.DeepClone();
                }
            }
            else if (keyword == "required" && merged["required"] is JsonArray names)
            {
                ((JsonArray)value!).ToList().ForEach(name => names.Add(name!.DeepClone()));
            }
            else if (!merged.ContainsKey(keyword))
            {
                merged[keyword] = value?.DeepClone();
            }
        }
    }

    private JsonNode? Target(string reference)
    {
        var target = JsonNode.Parse(root.GetRawText());
        foreach (var part in reference.Split('/').Skip(1))
        {
            target = target![part];
        }

        return target;
    }

    private JsonNode? OfType(string type, JsonObject schema, int depth) => type switch
    {
        "string" => schema["pattern"]?.GetValue<string>() is { } pattern ? PatternSampler.Sample(pattern, random) : Text(random.Next(Count(schema, "minLength", 0), Math.Min(Count(schema, "maxLength", 12), 40) + 1)),
        "integer" => Integer(schema),
        "number" => random.Next(4) == 0 ? Integer(schema) : Fraction(schema),
        "boolean" => random.Next(2) == 0,
        "array" => Array(schema, depth),
        "object" => Object(schema, depth),
        _ => null,
    };

    private JsonNode Integer(JsonObject schema)
    {
        var (min, max) = (Limit(schema, "minimum", -1000), Limit(schema, "maximum", 1000));
        var by = (decimal)Limit(schema, "multipleOf", 1);
        var value = Math.Round((decimal)(min + (random.NextDouble() * (max - min)))) / by;
        var number = decimal.Truncate(value) * by;
        return random.Next(8) switch
        {
            0 when schema.Count == 1 => Number("1e15"),
            1 => Number($"{number.ToString("0", CultureInfo.InvariantCulture)}.0"),
            _ => Number(number.ToString("0.##########", CultureInfo.InvariantCulture)),
        };
    }

    private JsonNode Fraction(JsonObject schema)
    {
        if (schema["multipleOf"] is { } by)
        {
            return Number((random.Next(-20, 60) * by.GetValue<decimal>()).ToString(CultureInfo.InvariantCulture));
        }

        var (min, max) = (Limit(schema, "minimum", -1000), Limit(schema, "maximum", 1000));
        return Number((min + (random.NextDouble() * (max - min))).ToString(random.Next(2) == 0 ? "R" : "0.###", CultureInfo.InvariantCulture));
    }

    private JsonArray Array(JsonObject schema, int depth)
    {
        var first = schema["prefixItems"] as JsonArray ?? [];
        var min = Count(schema, "minItems", 0);
        var count = depth >= MaxDepth ? min : random.Next(min, Math.Min(Count(schema, "maxItems", min + 3), min + 3) + 1);
        return [.. Enumerable.Range(0, first.Count > 0 && random.Next(2) == 0 ? first.Count : count).Select(index => index < first.Count ? Make(first[index], depth + 1) : Make(schema["items"], depth + 1))];
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"] as JsonArray ?? []).Select(static name => name!.GetValue<string>()).ToHashSet();
        var properties = schema["properties"] as JsonObject ?? [];
        var outOf = properties.Count > 8 ? 2 * properties.Count / 3 : 4;
        var chance = random.Next(1, 4);
        foreach (var (name, property) in properties)
        {
            if (required.Contains(name) || (depth < MaxDepth && random.Next(outOf) < chance))
            {
                made[name] = Make(property, depth + 1);
            }
        }

        foreach (var name in required.Where(name => !made.ContainsKey(name)))
        {
            made[name] = Any(depth);
        }

        if (schema["additionalProperties"] is not JsonValue)
        {
            for (var more = random.Next(3); more > 0 && depth < MaxDepth; more--)
            {
                made[random.Next(3) == 0 ? Text(random.Next(4)) : $"more{random.Next(9)}"] = Make(schema["additionalProperties"], depth + 1);
            }
        }

        foreach (var (pattern, property) in schema["patternProperties"] as JsonObject ?? [])
        {
            if (random.Next(2) == 0)
            {
                made[PatternSampler.Sample(pattern, random) + (pattern.EndsWith('$') ? string.Empty : "more")] = Make(property, depth + 1);
            }
        }

        return made;
    }

    private static int Count(JsonObject schema, string keyword, int otherwise) => (int?)schema[keyword]?.GetValue<decimal>() ?? otherwise;

    private static double Limit(JsonObject schema, string keyword, double otherwise)
    {
        var exclusive = "exclusive" + char.ToUpperInvariant(keyword[0]) + keyword[1..];
        return schema[keyword]?.GetValue<double>() ?? schema[exclusive]?.GetValue<double>() ?? otherwise;
    }
}
