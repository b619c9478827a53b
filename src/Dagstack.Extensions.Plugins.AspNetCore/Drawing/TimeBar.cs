using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Drawing;

/// <summary>Draws parts of a span of time side by side. The numbers stand beside it.</summary>
internal static class TimeBar
{
    /// <summary>Thinner, a part could not be seen.</summary>
    private const double Thinnest = 0.4;

    /// <summary>Writes a bar.</summary>
    /// <param name="html">Where.</param>
    /// <param name="whole">How long the whole span is, in seconds.</param>
    /// <param name="parts">What began when and took how long, in seconds, and the class that it is drawn by.</param>
    public static void Write(HtmlWriter html, double whole, params ReadOnlySpan<(double Begin, double Duration, string Class)> parts)
    {
        using (html.In("svg", ("class", "bar"), ("viewBox", "0 0 100 8"), ("preserveAspectRatio", "none"), ("aria-hidden", "true"), ("focusable", "false")))
        {
            foreach (var (begin, duration, drawn) in parts)
            {
                if (duration > 0 && whole > 0)
                {
                    var width = Math.Clamp(duration / whole * 100, Thinnest, 100);
                    html.Element("rect", null, ("class", drawn), ("x", Number(Math.Clamp(begin / whole * 100, 0, 100 - width))), ("y", "1"), ("height", "6"), ("width", Number(width)));
                }
            }
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
