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

    /// <summary>How long ago something was, as people say it.</summary>
    public static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 1 => "now",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:N0} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:N0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:N0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:N0} days"),
    };

    /// <summary>Writes how long ago something was.</summary>
    public static void WriteAge(HtmlWriter html, DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is { } time)
        {
            html.Element("time", Age(now - time), ("datetime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ("title", Text(time)));
        }
    }

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
