using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Writes texts and numbers.</summary>
internal static class ZodScalars
{
    public static ZodType Text(Place place, ZodHelpers helpers)
    {
        var type = new ZodType("z.string()", "string");
        var (min, max) = (Count(place, "minLength"), Count(place, "maxLength"));
        if (min == 1 && max is null)
        {
            type = type with { Code = $"{type.Code}.min(1)" };
        }
        else if (min is not null || max is not null)
        {
            type = type.Refine($"{helpers.Use("hasLength")}({Range(min, max)})", $"expected {Said(min, max)} character{((max ?? min) == 1 ? string.Empty : "s")}");
        }

        return place.Text("pattern") is { } pattern ? type with { Code = $"{type.Code}.regex({helpers.Use("pattern")}({TypeScriptText.Literal(pattern)}))" } : type;
    }

    public static ZodType Number(Place place, bool isInteger, ZodHelpers helpers)
    {
        var type = new ZodType("z.number()", "number");
        foreach (var (keyword, method) in (ReadOnlySpan<(string, string)>)[("minimum", "gte"), ("maximum", "lte"), ("exclusiveMinimum", "gt"), ("exclusiveMaximum", "lt")])
        {
            if (place.Get(keyword) is { ValueKind: JsonValueKind.Number } limit)
            {
                type = type with { Code = $"{type.Code}.{method}({limit.GetRawText()})" };
            }
        }

        type = isInteger ? type.Refine("Number.isInteger", "expected an integer") : type;
        return place.Get("multipleOf") is { ValueKind: JsonValueKind.Number } divisor
            ? type.Refine($"{helpers.Use("isMultipleOf")}(\"{divisor.GetRawText()}\")", $"expected a multiple of {divisor.GetRawText()}")
            : type;
    }

    /// <summary>Gets a count, which may be written as 3.0.</summary>
    public static long? Count(Place place, string keyword) => place.Get(keyword) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var count) ? (long)count : null;

    public static string Range(long? min, long? max) => string.Create(CultureInfo.InvariantCulture, $"{min ?? 0}, {max?.ToString(CultureInfo.InvariantCulture) ?? "Infinity"}");

    public static string Said(long? min, long? max) => (min, max) switch
    {
        (null, _) => $"at most {max}",
        (_, null) => $"at least {min}",
        _ => $"{min} to {max}",
    };
}
