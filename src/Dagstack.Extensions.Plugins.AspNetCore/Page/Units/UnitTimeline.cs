using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>When what happened to a unit of work.</summary>
internal static class UnitTimeline
{
    public static void Write(PageContext context, HtmlWriter html, UnitItem unit)
    {
        using (Section.In(html, "times", "Times"))
        using (html.In("div", ("class", "sheet scroll")))
        using (html.In("table"))
        {
            html.Element("caption", "When what happened to it", ("class", "quiet"));
            Section.Head(html, "What", "At", "After");
            using (html.In("tbody"))
            {
                WriteRow(html, "Taken in", unit.EnqueuedAt, null);
                WriteRow(html, "Started last", unit.StartedAt, unit.StartedAt - unit.EnqueuedAt);
                WriteRow(html, unit.Final ? $"Ended: {unit.State}" : "Ended before", unit.FinishedAt, unit.FinishedAt - (unit.StartedAt ?? unit.EnqueuedAt));
                if (unit.NotBefore > context.Now)
                {
                    WriteRow(html, "Tried again, at the earliest", unit.NotBefore, null);
                }
            }
        }
    }

    private static void WriteRow(HtmlWriter html, string what, DateTimeOffset? at, TimeSpan? after)
    {
        if (at is null)
        {
            return;
        }

        using (html.In("tr", ("data-key", what)))
        {
            html.Element("th", what, ("scope", "row"));
            using (html.In("td", ("class", "small")))
            {
                Times.Write(html, at);
            }

            // Clocks of several machines: what began before it was asked for took no time.
            html.Element("td", after is { Ticks: >= 0 } time ? Times.Duration(time.TotalSeconds) : null);
        }
    }
}
