using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Writes what a schema says beyond a type as arguments of <c>Field</c>.</summary>
internal static class PythonLimits
{
    /// <param name="place">The schema.</param>
    /// <param name="looksAround">Whether a pattern may be one that only the engine of Python takes.</param>
    public static IReadOnlyList<string> OfText(Place place, bool looksAround)
    {
        var pattern = place.Text("pattern") is { } text && (looksAround || !PythonPattern.NeedsPython(text)) ? PythonPattern.Translate(text) : null;
        return pattern is null ? OfCount(place, "minLength", "maxLength") : [.. OfCount(place, "minLength", "maxLength"), $"pattern={PythonText.Literal(pattern)}"];
    }

    public static IReadOnlyList<string> OfCount(Place place, string min, string max)
    {
        var limits = new List<string>();
        foreach (var (keyword, argument) in (ReadOnlySpan<(string, string)>)[(min, "min_length"), (max, "max_length")])
        {
            if (place.Get(keyword) is { ValueKind: JsonValueKind.Number } count && count.TryGetDecimal(out var value))
            {
                limits.Add($"{argument}={decimal.Truncate(value).ToString(CultureInfo.InvariantCulture)}");
            }
        }

        return limits;
    }

    public static IReadOnlyList<string> OfNumber(Place place, bool isInteger)
    {
        var limits = new List<string>();
        foreach (var (keyword, argument) in (ReadOnlySpan<(string, string)>)[("minimum", "ge"), ("maximum", "le"), ("exclusiveMinimum", "gt"), ("exclusiveMaximum", "lt"), ("multipleOf", "multiple_of")])
        {
            if (place.Get(keyword) is not { ValueKind: JsonValueKind.Number } limit || !limit.TryGetDecimal(out var value))
            {
                continue;
            }

            if (!isInteger || value == decimal.Truncate(value))
            {
                limits.Add($"{argument}={(isInteger ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture) : limit.GetRawText())}");
            }
            else if (argument != "multiple_of")
            {
                // A whole number above 1.5 is one of at least 2.
                limits.Add(argument is "ge" or "gt" ? $"ge={decimal.Ceiling(value)}" : $"le={decimal.Floor(value)}");
            }
        }

        return limits;
    }
}
