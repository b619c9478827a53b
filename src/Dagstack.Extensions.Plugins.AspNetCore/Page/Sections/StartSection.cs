using Dagstack.Extensions.Plugins.AspNetCore.Drawing;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class StartSection
{
    public static void Write(HtmlWriter html, PluginStartItem? start)
    {
        if (start is null)
        {
            return;
        }

        using (Section.In(html, "start", "Last start"))
        using (html.In("div", ("class", "sheet")))
        {
            WriteBar(html, start, start.TotalSeconds);
            using (html.In("dl", ("class", "facts")))
            {
                Section.Fact(html, "Asked for", Times.Text(start.Began));
                Section.Fact(html, "Waited", Times.Duration(start.WaitingSeconds));
                Section.Fact(html, "Loading", Times.Duration(start.LoadingSeconds));
                Section.Fact(html, "Setup", Times.Duration(start.SetupSeconds));
                Section.Fact(html, "In all", Times.Duration(start.TotalSeconds));
                Section.Fact(html, "Outcome", Outcome(start.Outcome));
            }

            if (start.WaitedFor.Count > 0)
            {
                html.Element("h3", "Waited for");
                WriteWaits(html, start);
            }
        }
    }

    /// <summary>Writes whom it waited for, each with how long.</summary>
    public static void WriteWaits(HtmlWriter html, PluginStartItem start)
    {
        using (html.In("ul", ("class", "plain")))
        {
            foreach (var wait in start.WaitedFor)
            {
                using (html.In("li"))
                {
                    html.Element(wait.Href is null ? "span" : "a", PageText.Name(wait.Id), ("href", wait.Href), ("class", "id"));
                    html.Element("span", $"{Times.Duration(wait.Seconds)}{(wait.Dependency ? string.Empty : ", which starts before it")}", ("class", "faint small"));
                }
            }
        }
    }

    public static void WriteBar(HtmlWriter html, PluginStartItem start, double whole)
    {
        var (waiting, loading) = (start.WaitingSeconds, start.LoadingSeconds);
        TimeBar.Write(html, whole, (0, waiting, "wait"), (waiting, loading, "load"), (waiting + loading, start.SetupSeconds, start.Outcome == "failed" ? "failed" : "setup"));
    }

    public static string Outcome(string outcome) => outcome switch
    {
        "under_way" => "under way",
        "succeeded" => "serves",
        "failed" => "failed",
        "dependency_failed" => "not begun: a plugin that it needs does not serve",
        _ => "given up",
    };
}
