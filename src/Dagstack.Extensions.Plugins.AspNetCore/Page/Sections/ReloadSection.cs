using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class ReloadSection
{
    /// <summary>Writes what came of the last reload, and what keeps earlier generations in memory.</summary>
    public static void Write(HtmlWriter html, PluginReloadItem? reload, IReadOnlyList<PluginUnloadHintItem> hints)
    {
        if (reload is null)
        {
            return;
        }

        using (Section.In(html, "reload", "Last reload"))
        using (html.In("div", ("class", "sheet")))
        {
            html.Element("p", ReloadText.Of(reload));
            if (reload.Reason is { } reason)
            {
                html.Element("p", reason, ("class", "reason"));
            }

            using (html.In("dl", ("class", "facts")))
            {
                Section.Fact(html, "Outcome", reload.Outcome);
                Section.Fact(html, "Code", reload.Code);
                Section.Fact(html, "At", Times.Text(reload.At));
                Section.Fact(html, "Took", Times.Duration(reload.Seconds));
                Section.Fact(html, "End of the generation before", reload.Unload == "none" ? null : Times.Duration(reload.RetireSeconds));
            }

            WriteHints(html, hints.Count > 0 ? hints : reload.Hints);
        }
    }

    private static void WriteHints(HtmlWriter html, IReadOnlyList<PluginUnloadHintItem> hints)
    {
        if (hints.Count == 0)
        {
            return;
        }

        html.Element("h3", "What keeps the code in memory");
        using (html.In("ul"))
        {
            foreach (var hint in hints)
            {
                using (html.In("li"))
                {
                    html.Element("span", hint.Found ? "Held by" : "Perhaps by");
                    html.Element("code", hint.Place);
                    html.Element("span", $"({hint.Cause}). {hint.Remedy}");
                }
            }
        }
    }
}
