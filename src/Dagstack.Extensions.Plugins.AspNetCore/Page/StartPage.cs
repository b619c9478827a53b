using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>Who waited for whom when the host started, and what the time went into.</summary>
internal static class StartPage
{
    public static void Write(HtmlWriter html, HostStart start)
    {
        html.Element("h1", "Start of the host");
        if (start.Plugins.Count == 0)
        {
            html.Element("p", "No plugin has been started.", ("data-key", "none"));
            return;
        }

        var whole = start.Plugins.Max(static plugin => plugin.Start.TotalSeconds);
        html.Element("p", $"Begun {Times.Text(start.Plugins[0].Start.Began)}; the last plugin was done after {Times.Duration(whole)}. In the bars, outlined is waiting, pale is loading, full is setup.", ("data-key", "whole"));
        using (html.In("div", ("class", "sheet scroll"), ("data-key", "timeline")))
        using (html.In("table", ("class", "timeline")))
        {
            html.Element("caption", "Plugins in the order in which their own start began.");
            Section.Head(html, "Plugin", "Time", "Waited for", "Waited", "Loading", "Setup", "Outcome");
            using (html.In("tbody"))
            {
                foreach (var plugin in start.Plugins)
                {
                    WriteRow(html, plugin, whole);
                }
            }
        }

        if (start.StartedSince.Count > 0)
        {
            html.Element("p", $"Started again or reloaded since, and not shown: {string.Join(", ", start.StartedSince.Take(20).Select(static plugin => plugin.Id))}{(start.StartedSince.Count > 20 ? ", …" : ".")}", ("data-key", "since"));
        }
    }

    private static void WriteRow(HtmlWriter html, StartItem item, double whole)
    {
        var start = item.Start;
        using (html.In("tr", ("data-key", item.Plugin.Id)))
        {
            using (html.In("th", ("scope", "row")))
            {
                html.Element(item.Plugin.Href is null ? "span" : "a", PageText.Name(item.Plugin.Id ?? string.Empty), ("href", item.Plugin.Href), ("class", "id"));
            }

            using (html.In("td"))
            {
                StartSection.WriteBar(html, start, whole);
            }

            using (html.In("td"))
            {
                if (start.WaitedFor.Count > 0)
                {
                    StartSection.WriteWaits(html, start);
                }
            }

            html.Element("td", Times.Duration(start.WaitingSeconds), ("class", "number"));
            html.Element("td", Times.Duration(start.LoadingSeconds), ("class", "number"));
            html.Element("td", Times.Duration(start.SetupSeconds), ("class", "number"));
            html.Element("td", StartSection.Outcome(start.Outcome), ("class", "small"));
        }
    }
}
