using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords for strings. Lengths are in characters as Unicode counts them.</summary>
internal sealed class TextRule(long? minLength, long? maxLength, SchemaPattern? pattern) : SchemaRule
{
    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var text = value.GetString()!;
        var length = text.Length - text.Count(char.IsLowSurrogate);
        if (length < minLength)
        {
            run.Mismatch(value, $"at least {minLength} {Characters(minLength)}");
        }

        if (length > maxLength)
        {
            run.Mismatch(value, $"at most {maxLength} {Characters(maxLength)}");
        }

        if (pattern is not null && !pattern.Fits(text, run))
        {
            run.Mismatch(value, $"text that fits the pattern {Excerpt.Of(pattern.Text)}");
        }

        return true;
    }

    private static string Characters(long? count) => count == 1 ? "character" : "characters";
}
