using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>How many units of work there are of each plugin.</summary>
internal static class UnitCountTable
{
    public static void Write(PageContext context, HtmlWriter html, IReadOnlyList<UnitCountItem> plugins)
    {
        if (plugins.Count == 0)
        {
            return;
        }

        using (Section.In(html, "counts", "By plugin"))
        using (html.In("div", ("class", "scroll")))
        using (html.In("table", ("class", "unit-counts")))
        {
            html.Element("caption", "Units of work of each plugin, by state", ("class", "quiet"));
            using (html.In("thead"))
            using (html.In("tr"))
            {
                html.Element("th", "Plugin", ("scope", "col"));
                html.Element("th", "Queued", ("scope", "col"), ("class", "number"));
                html.Element("th", "Oldest waits", ("scope", "col"), ("class", "number"));
                html.Element("th", "Running", ("scope", "col"), ("class", "number"));
                html.Element("th", "Failed", ("scope", "col"), ("class", "number"));
                html.Element("th", "Expired", ("scope", "col"), ("class", "spare number"));
                html.Element("th", "Cancelled", ("scope", "col"), ("class", "spare number"));
                html.Element("th", "Succeeded", ("scope", "col"), ("class", "spare number"));
            }

            using (html.In("tbody"))
            {
                foreach (var plugin in plugins)
                {
                    WriteRow(context, html, plugin);
                }
            }
        }
    }

    private static void WriteRow(PageContext context, HtmlWriter html, UnitCountItem plugin)
    {
        using (html.In("tr", ("data-key", plugin.Plugin)))
        {
            using (html.In("th", ("scope", "row")))
            {
                html.Element("a", PageText.Name(plugin.Plugin), ("href", new UnitFilter(plugin.Plugin, string.Empty, string.Empty, string.Empty).AddressOf(context)), ("class", "id"));
            }

            WriteCount(context, html, plugin, "queued", plugin.Queued);
            using (html.In("td", ("class", "number")))
            {
                Times.WriteAge(html, plugin.OldestQueued, context.Now);
            }

            WriteCount(context, html, plugin, "running", plugin.Running);
            WriteCount(context, html, plugin, "failed", plugin.Failed);
            WriteCount(context, html, plugin, "expired", plugin.Expired, "spare ");
            WriteCount(context, html, plugin, "cancelled", plugin.Cancelled, "spare ");
            WriteCount(context, html, plugin, "succeeded", plugin.Succeeded, "spare ");
        }
    }

    private static void WriteCount(PageContext context, HtmlWriter html, UnitCountItem plugin, string state, long count, string spare = "")
    {
        using (html.In("td", ("class", $"{spare}number")))
        {
            if (count == 0)
            {
                html.Text("0");
                return;
            }

            using (html.In("a", ("href", new UnitFilter(plugin.Plugin, state, string.Empty, string.Empty).AddressOf(context)), ("class", state is "failed" or "expired" ? state : null)))
            {
                html.Text(Times.Count(count));
                html.Element("span", $" {state} units of {PageText.Name(plugin.Plugin)}", ("class", "quiet"));
            }
        }
    }
}
