using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>A table of units of work.</summary>
internal static class UnitTable
{
    public static void Write(PageContext context, HtmlWriter html, IReadOnlyList<UnitItem> units)
    {
        using (html.In("div", ("class", "scroll"), ("data-key", "units")))
        using (html.In("table", ("class", "units")))
        {
            html.Element("caption", "Units of work, the newest first", ("class", "quiet"));
            using (html.In("thead"))
            using (html.In("tr"))
            {
                html.Element("th", "Unit", ("scope", "col"), ("class", "col-name"));
                html.Element("th", "State", ("scope", "col"));
                html.Element("th", "Plugin", ("scope", "col"), ("class", "spare col-fact"));
                html.Element("th", "Partition", ("scope", "col"), ("class", "spare col-fact"));
                html.Element("th", "Failures", ("scope", "col"), ("class", "spare number col-number"));
                html.Element("th", "Age", ("scope", "col"), ("class", "number col-number"));
            }

            using (html.In("tbody"))
            {
                foreach (var unit in units)
                {
                    WriteRow(context, html, unit);
                }
            }
        }
    }

    private static void WriteRow(PageContext context, HtmlWriter html, UnitItem unit)
    {
        using (html.In("tr", ("data-key", unit.Id), ("data-name", $"Unit {PageText.Name(unit.Id)} of {PageText.Name(unit.Plugin)}"), ("data-state", unit.State)))
        {
            using (html.In("th", ("scope", "row")))
            {
                html.Element(unit.Href is null ? "span" : "a", PageText.Name(unit.Id), ("href", unit.Href), ("class", "id"));
                UnitMarks.Write(html, unit);
            }

            using (html.In("td"))
            {
                StateBadge.Write(html, unit.State);
                UnitProgress.Write(html, unit);
                if (unit.Error is { } error)
                {
                    html.Element("p", PageText.Beginning(error), ("class", "reason"));
                }
            }

            html.Element("td", PageText.Name(unit.Plugin), ("class", "spare id"));
            html.Element("td", unit.PartitionKey is { } partition ? PageText.Name(partition) : null, ("class", "spare"));
            html.Element("td", Times.Count(unit.Failures), ("class", "spare number"));
            using (html.In("td", ("class", "number")))
            {
                Times.WriteAge(html, unit.EnqueuedAt, context.Now);
            }
        }
    }
}
