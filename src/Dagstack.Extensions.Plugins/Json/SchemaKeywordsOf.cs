using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Writes what a <see cref="JsonSchemaAttribute"/> says into a schema.</summary>
internal static class SchemaKeywordsOf
{
    /// <summary>The largest whole number below which every one can be written exactly.</summary>
    private const double MaxWhole = 9007199254740992;

    /// <summary>Changes a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="place">Where the attribute is, for a message.</param>
    /// <param name="attribute">What it says.</param>
    /// <returns>The definitions that it has.</returns>
    /// <exception cref="NotSupportedException">The attribute says what cannot be written.</exception>
    public static List<KeyValuePair<string, JsonNode?>> Apply(JsonObject schema, string place, JsonSchemaAttribute attribute)
    {
        foreach (var keyword in attribute.Omit ?? [])
        {
            schema.Remove(keyword);
        }

        Text("title", attribute.Title);
        Text("description", attribute.Description);
        Text("format", attribute.Format);
        Text("pattern", attribute.Pattern);
        Number("minimum", attribute.Minimum);
        Number("maximum", attribute.Maximum);
        Number("exclusiveMinimum", attribute.ExclusiveMinimum);
        Number("exclusiveMaximum", attribute.ExclusiveMaximum);
        Number("multipleOf", attribute.MultipleOf);
        Count("minLength", attribute.MinLength);
        Count("maxLength", attribute.MaxLength);
        Count("minItems", attribute.MinItems);
        Count("maxItems", attribute.MaxItems);
        if (attribute.UniqueItems)
        {
            schema["uniqueItems"] = true;
        }

        return attribute.Keywords is { } keywords ? Put(keywords) : [];

        void Text(string keyword, string? value)
        {
            if (value is not null)
            {
                schema[keyword] = value;
            }
        }

        void Number(string keyword, double value)
        {
            if (double.IsInfinity(value))
            {
                throw new NotSupportedException($"'{keyword}' of [JsonSchema] on {place} is infinite, which JSON does not have. Give a number, or leave it away.");
            }

            if (!double.IsNaN(value))
            {
                schema[keyword] = double.IsInteger(value) && Math.Abs(value) <= MaxWhole ? (long)value : value;
            }
        }

        void Count(string keyword, int value)
        {
            if (value >= 0)
            {
                schema[keyword] = value;
            }
        }

        List<KeyValuePair<string, JsonNode?>> Put(string text)
        {
            var given = Parse(text, place);
            var definitions = given["$defs"] as JsonObject ?? [];
            foreach (var (keyword, value) in given.Where(static pair => pair.Key != "$defs"))
            {
                schema[keyword] = value?.DeepClone();
            }

            return [.. definitions.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))];
        }
    }

    private static JsonObject Parse(string text, string place)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new NotSupportedException($"'Keywords' of [JsonSchema] on {place} is JSON, but no object: {Excerpt.Of(text)}. Give an object such as {{\"minProperties\": 1}}.");
        }
        catch (JsonException fault)
        {
            throw new NotSupportedException($"'Keywords' of [JsonSchema] on {place} is no JSON object: {ExceptionText.MessageOf(fault).TrimEnd('.')}. Give an object such as {{\"minProperties\": 1}}.", fault);
        }
    }
}
