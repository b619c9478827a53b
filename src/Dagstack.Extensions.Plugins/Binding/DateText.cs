using System.Globalization;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Reads dates and times as ISO 8601 writes them; nothing that a culture could read differently.</summary>
internal static class DateText
{
    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK",
    ];

    private static readonly string[] Times = ["HH:mm:ss.FFFFFFF", "HH:mm"];

    /// <returns>The value, or null if the text or the type is none of these; then what is expected is empty.</returns>
    public static object? Parse(Type type, string text, out string expected)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(DateTime))
        {
            expected = "a date and time such as 2026-01-31T18:30:00Z";
            return DateTime.TryParseExact(text, [.. Moments, "yyyy-MM-dd"], culture, DateTimeStyles.RoundtripKind, out var value) ? value : null;
        }

        if (type == typeof(DateTimeOffset))
        {
            expected = "a date and time with its offset, such as 2026-01-31T18:30:00+01:00 or 2026-01-31T17:30:00Z";
            return HasOffset(text) && DateTimeOffset.TryParseExact(text, Moments, culture, DateTimeStyles.None, out var value) ? value : null;
        }

        if (type == typeof(DateOnly))
        {
            expected = "a date such as 2026-01-31";
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var value) ? value : null;
        }

        if (type == typeof(TimeOnly))
        {
            expected = "a time of day such as 18:30:00";
            return TimeOnly.TryParseExact(text, Times, culture, DateTimeStyles.None, out var value) ? value : null;
        }

        expected = string.Empty;
        return null;
    }

    /// <summary>Without one, the machine's own zone would be taken.</summary>
    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
}
