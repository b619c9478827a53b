using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Says in words what a schema says beyond a type.</summary>
internal static class MarkdownLimits
{
    private static readonly string[] s_more = ["allOf", "not", "if", "prefixItems", "patternProperties", "propertyNames", "contains", "dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"];

    /// <summary>Gets the limits of a field.</summary>
    public static string Of(Place place)
    {
        var limits = new List<string>();
        for (var at = place; ; at = at.At(at.Reference!))
        {
            limits.AddRange(Own(at));
            if (at.Reference is null)
            {
                return string.Join("; ", limits.Distinct());
            }
        }
    }

    private static IEnumerable<string> Own(Place place)
    {
        string?[] all =
        [
            Between(place, "minLength", "maxLength", "character"),
            place.Text("pattern") is { } pattern ? $"pattern {MarkdownText.Code(pattern)}" : null,
            place.Text("format") is { } format ? $"format {MarkdownText.Code(format)}" : null,
            place.Text("contentEncoding") is { } encoding ? $"bytes in {encoding}" : null,
            Between(place, "minimum", "maximum", null),
            place.Get("exclusiveMinimum") is { } above ? $"more than {above.GetRawText()}" : null,
            place.Get("exclusiveMaximum") is { } below ? $"less than {below.GetRawText()}" : null,
            place.Get("multipleOf") is { } by ? $"a multiple of {by.GetRawText()}" : null,
            Between(place, "minItems", "maxItems", "item"),
            place.Get("uniqueItems") is { ValueKind: JsonValueKind.True } ? "each item once" : null,
            Between(place, "minProperties", "maxProperties", "field"),
            place.Find("additionalProperties") is { Schema.ValueKind: JsonValueKind.False } ? (place.Map("properties").Any() ? "no other fields" : "no fields") : null,
            More(place) is { Count: > 0 } more ? $"and what the schema says by {string.Join(", ", more.Select(MarkdownText.Code))}" : null,
        ];
        return all.OfType<string>();
    }

    private static List<string> More(Place place)
    {
        var more = s_more.Where(keyword => place.Get(keyword) is not null).ToList();
        more.AddRange(place.Get("type") is null ? [] : new List<string> { "anyOf", "oneOf" }.Where(keyword => place.Get(keyword) is not null));
        return more;
    }

    private static string? Between(Place place, string min, string max, string? unit)
    {
        var (low, high) = (place.Get(min)?.GetRawText(), place.Get(max)?.GetRawText());
        var text = (low, high) switch
        {
            (null, null) => null,
            (_, null) => $"at least {low}",
            (null, _) => $"at most {high}",
            _ when low == high => $"exactly {low}",
            _ => $"{low} to {high}",
        };
        return text is null || unit is null ? text : $"{text} {unit}{((high ?? low) == "1" ? string.Empty : "s")}";
    }
}
