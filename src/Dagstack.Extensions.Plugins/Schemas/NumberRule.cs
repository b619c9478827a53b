using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords for numbers, each with its value.</summary>
internal sealed class NumberRule((string Keyword, JsonElement Limit)[] limits) : SchemaRule
{
    public static readonly string[] Keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    private readonly (string Keyword, JsonNumber Limit, string Text)[] _limits = Array.ConvertAll(limits, static limit => (limit.Keyword, JsonNumber.Of(limit.Limit), JsonText.Describe(limit.Limit)));

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var number = JsonNumber.Of(value);
        foreach (var (keyword, limit, text) in _limits)
        {
            var (fits, expected) = keyword switch
            {
                "minimum" => (number.CompareTo(limit) >= 0, "at least"),
                "maximum" => (number.CompareTo(limit) <= 0, "at most"),
                "exclusiveMinimum" => (number.CompareTo(limit) > 0, "more than"),
                "exclusiveMaximum" => (number.CompareTo(limit) < 0, "less than"),
                _ => (number.IsMultipleOf(limit), "a multiple of"),
            };
            if (!fits)
            {
                run.Mismatch(value, $"{expected} {text}");
            }
        }

        return true;
    }
}
