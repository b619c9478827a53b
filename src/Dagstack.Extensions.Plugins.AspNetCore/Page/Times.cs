using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>Times and durations in words that are short and exact enough.</summary>
internal static class Times
{
    public static void Write(HtmlWriter html, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            html.Element("time", Text(time), ("datetime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        }
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string? Duration(double? seconds) => seconds switch
    {
        null => null,
        0 => "0 s",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000_000:N0} µs"),
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:N1} ms"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:N0} ms"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:N1} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:N0} s"),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
