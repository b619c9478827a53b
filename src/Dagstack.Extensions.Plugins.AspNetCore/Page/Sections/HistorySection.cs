using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class HistorySection
{
    public static void Write(HtmlWriter html, PluginReport report)
    {
        if (report.History.Count == 0)
        {
            return;
        }

        using (Section.In(html, "history", "History"))
        using (html.In("div", ("class", "sheet scroll")))
        using (html.In("table"))
        {
            html.Element("caption", report.HistoryDropped == 0 ? "Changes of the state, the last one first." : $"The last {Times.Count(report.History.Count)} changes of the state, the last one first; {Times.Count(report.HistoryDropped)} earlier ones are not kept.");
            Section.Head(html, "At", "State", "Generation", "Reason");
            using (html.In("tbody"))
            {
                foreach (var change in report.History.Reverse())
                {
                    WriteRow(html, change);
                }
            }
        }
    }

    private static void WriteRow(HtmlWriter html, PluginTransitionItem change)
    {
        using (html.In("tr"))
        {
            using (html.In("td", ("class", "small")))
            {
                Times.Write(html, change.At);
            }

            using (html.In("td"))
            {
                StateBadge.Write(html, change.To);
            }

            html.Element("td", change.Generation == 0 ? null : Times.Count(change.Generation));
            html.Element("td", change.Reason is { } reason ? PageText.Beginning(reason) : null, ("class", "reason"));
        }
    }
}
