using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>What a schema says beyond the type that stands for it, as the arguments of a <see cref="Dagstack.Extensions.Plugins.JsonSchemaAttribute"/>.</summary>
internal static class SchemaDifference
{
    private static readonly string[] s_texts = ["title", "description", "format", "pattern"];
    private static readonly string[] s_numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] s_counts = ["minLength", "maxLength", "minItems", "maxItems"];

    private static readonly string[] s_order = [.. s_texts, .. s_numbers, .. s_counts, "uniqueItems"];

    /// <summary>Finds the arguments.</summary>
    /// <param name="predicted">What is written for the type.</param>
    /// <param name="actual">What is to be written.</param>
    /// <returns>The arguments; none where both are the same.</returns>
    public static List<string> Find(JsonObject predicted, JsonObject actual)
    {
        var arguments = new List<string>();
        var keywords = new JsonObject();

        // In an order of its own: that of the schema says nothing.
        foreach (var (keyword, value) in actual.OrderBy(static pair => Array.IndexOf(s_order, pair.Key) is >= 0 and var place ? place : s_order.Length).ThenBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (keyword == "$defs")
            {
                var more = Definitions(predicted["$defs"] as JsonObject, value as JsonObject);
                if (more.Count > 0)
                {
                    keywords["$defs"] = more;
                }
            }
            else if (!predicted.TryGetPropertyValue(keyword, out var same) || !IsSame(keyword, same, value))
            {
                if (Argument(keyword, value) is { } argument)
                {
                    arguments.Add(argument);
                }
                else
                {
                    keywords[keyword] = SchemaOrder.Inside(keyword, value);
                }
            }
        }

        if (keywords.Count > 0)
        {
            arguments.Add($"Keywords = {CSharpText.Json(JsonText.Of(keywords))}");
        }

        var omitted = predicted.Select(static pair => pair.Key).Where(keyword => !actual.ContainsKey(keyword)).Order(StringComparer.Ordinal).ToList();
        if (omitted.Count > 0)
        {
            arguments.Add($"Omit = [{string.Join(", ", omitted.Select(CSharpText.Literal))}]");
        }

        return arguments;
    }

    private static JsonObject Definitions(JsonObject? predicted, JsonObject? actual) =>
        new((actual ?? []).Where(pair => predicted?.ContainsKey(pair.Key) != true).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value is JsonObject definition ? SchemaOrder.Of(definition) : pair.Value?.DeepClone())));

    // The order of types and of required names says nothing.
    private static bool IsSame(string keyword, JsonNode? one, JsonNode? other) => keyword is "required" or "type" && one is JsonArray first && other is JsonArray second
        ? first.Select(static name => name?.ToJsonString()).ToHashSet().SetEquals(second.Select(static name => name?.ToJsonString()))
        : JsonNode.DeepEquals(one, other);

    private static string? Argument(string keyword, JsonNode? value)
    {
        var name = $"{char.ToUpperInvariant(keyword[0])}{keyword[1..]}";
        if (s_texts.Contains(keyword) && value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
        {
            return $"{name} = {CSharpText.Literal(text.GetValue<string>())}";
        }

        if (s_numbers.Contains(keyword) && value is JsonValue number && number.TryGetValue<decimal>(out var exact) && (double)exact is var rounded && (decimal.TryParse(CSharpText.Number(rounded), NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == exact) && Math.Abs(rounded) < 1e15)
        {
            return $"{name} = {CSharpText.Number(rounded)}";
        }

        if (s_counts.Contains(keyword) && value is JsonValue count && count.TryGetValue<decimal>(out var whole) && whole is >= 0 and <= int.MaxValue && decimal.IsInteger(whole))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{name} = {(int)whole}");
        }

        return keyword == "uniqueItems" && value is JsonValue flag && flag.GetValueKind() == JsonValueKind.True ? "UniqueItems = true" : null;
    }
}
