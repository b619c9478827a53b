using Dagstack.Extensions.Plugins.AspNetCore.Drawing;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

/// <summary>Whom a plugin needs and who needs it, in words and as a picture.</summary>
internal static class DependenciesSection
{
    public static void Write(HtmlWriter html, PluginReport report)
    {
        if (report is { DependsOn.Count: 0, Dependents.Count: 0 })
        {
            return;
        }

        using (Section.In(html, "dependencies", "Dependencies"))
        using (html.In("div", ("class", "sheet")))
        {
            WriteList(html, "Needs", report.DependsOn);
            WriteList(html, "Is needed by", report.Dependents);
            if (report.Neighbours.Count is > 1 and <= GraphDrawing.MaxNodes)
            {
                using (html.In("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Picture of the dependencies")))
                {
                    GraphDrawing.Write(html, report.Neighbours, $"{report.Neighbours.Count} plugins, each to the right of those that it needs");
                }
            }
        }
    }

    private static void WriteList(HtmlWriter html, string heading, IReadOnlyList<PluginLink> links)
    {
        if (links.Count == 0)
        {
            return;
        }

        html.Element("h3", heading);
        using (html.In("ul", ("class", "plain")))
        {
            foreach (var link in links)
            {
                using (html.In("li"))
                {
                    html.Element(link.Href is null ? "span" : "a", PageText.Name(link.Id), ("href", link.Href), ("class", "id"));
                    if (link.State is { } state)
                    {
                        StateBadge.Write(html, state);
                    }
                    else
                    {
                        html.Element("span", "not there", ("class", "faint"));
                    }
                }
            }
        }
    }
}
