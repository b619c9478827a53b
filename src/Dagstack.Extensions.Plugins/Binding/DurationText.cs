using System.Globalization;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Reads a duration: <c>00:00:30</c>, or a number whose unit the name tells.</summary>
internal static class DurationText
{
    /// <summary>The endings that tell a unit, each as the last word of a name.</summary>
    public static IReadOnlyList<string> Units { get; } = ["s", "sec", "seconds", "ms", "milliseconds", "min", "minutes"];

    public static object? Parse(string text, ReadOnlySpan<string?> names, out string expected, out string? advice)
    {
        expected = "a duration such as 00:00:30";
        advice = null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        foreach (var name in names)
        {
            if (name is not null && TicksOf(name) is { } ticks)
            {
                expected = "a duration that fits";
                return Math.Abs(number) <= long.MaxValue / (decimal)ticks ? TimeSpan.FromTicks((long)(number * ticks)) : null;
            }
        }

        advice = "A number alone has no unit: write it as 00:00:30, or give the key an ending such as _s, _ms or _min.";
        return null;
    }

    private static long? TicksOf(string name) => NameWords.Of(name) is [_, .., var unit]
        ? unit switch
        {
            "s" or "sec" or "seconds" => TimeSpan.TicksPerSecond,
            "ms" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "min" or "minutes" => TimeSpan.TicksPerMinute,
            _ => null,
        }
        : null;
}
