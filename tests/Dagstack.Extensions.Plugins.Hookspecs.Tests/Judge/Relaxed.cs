using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>A schema without one of its keywords: what fits it and not the schema shows that the keyword counts.</summary>
internal sealed record Relaxed(string Keyword, PayloadSchema Schema)
{
    private static readonly HashSet<string> s_counting = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "uniqueItems", "minItems", "maxItems",
        "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties", "anyOf", "oneOf", "allOf", "not", "then", "else", "$ref",
    };

    /// <summary>Gets the schema without each of its keywords that say what fits, and without each name that is required. What stands below "not" and "if" would let through less.</summary>
    public static IEnumerable<Relaxed> Of(JsonElement schema)
    {
        foreach (var keyword in Keywords(JsonNode.Parse(schema.GetRawText()), string.Empty))
        {
            var (path, name) = (keyword[..keyword.LastIndexOf('/')], keyword[(keyword.LastIndexOf('/') + 1)..]);
            var copy = JsonNode.Parse(schema.GetRawText())!;
            var holder = path.Split('/').Skip(1).Aggregate(copy, static (node, part) => node is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part.Replace("~1", "/", StringComparison.Ordinal)]!);
            if (holder is JsonArray names)
            {
                names.RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                ((JsonObject)holder).Remove(name);
            }

            var relaxed = PayloadSchema.Read(JsonSerializer.SerializeToElement(copy));
            if (relaxed.Problems.Count == 0)
            {
                yield return new(keyword, relaxed);
            }
        }
    }

    private static IEnumerable<string> Keywords(JsonNode? node, string path)
    {
        foreach (var (keyword, value) in node as JsonObject ?? [])
        {
            var place = $"{path}/{keyword}";
            IEnumerable<string> found = (keyword, value) switch
            {
                ("required", JsonArray names) => names.Select((_, index) => $"{place}/{index}"),
                ("type", _) when node!["enum"] is not null => [],
                ("additionalProperties", JsonValue open) when open.GetValueKind() == JsonValueKind.True => [],
                ("not", _) => [place],
                ("properties" or "patternProperties" or "$defs", JsonObject map) => map.SelectMany(pair => Keywords(pair.Value, $"{place}/{pair.Key.Replace("/", "~1", StringComparison.Ordinal)}")),
                ("anyOf" or "oneOf" or "allOf" or "prefixItems", JsonArray list) => list.SelectMany((item, index) => Keywords(item, $"{place}/{index}")).Concat(s_counting.Contains(keyword) ? [place] : []),
                ("default" or "enum" or "const", _) => s_counting.Contains(keyword) ? [place] : [],
                _ => s_counting.Contains(keyword) ? Keywords(value, place).Append(place) : [],
            };
            foreach (var one in found)
            {
                yield return one;
            }
        }
    }
}
