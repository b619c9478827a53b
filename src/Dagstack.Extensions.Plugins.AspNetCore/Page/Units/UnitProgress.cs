using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>How far a unit of work has come, as a bar and in words.</summary>
internal static class UnitProgress
{
    /// <summary>Writes it for a unit that has said something and has not succeeded: then it is clear.</summary>
    public static void Write(HtmlWriter html, UnitItem unit)
    {
        if (unit.Fraction is not { } fraction || unit.State == "succeeded")
        {
            return;
        }

        var text = fraction.ToString("P0", CultureInfo.InvariantCulture);
        using (html.In("div", ("class", "progress")))
        {
            html.Element("progress", text, ("value", fraction.ToString("0.####", CultureInfo.InvariantCulture)), ("max", "1"), ("aria-label", $"Progress of {PageText.Name(unit.Id)}"));
            html.Element("span", text, ("class", "small"));
        }
    }
}
