using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class OptionsSection
{
    public static void Write(HtmlWriter html, IReadOnlyList<PluginOption> options)
    {
        using (Section.In(html, "options", "Options"))
        using (html.In("div", ("class", "sheet scroll")))
        {
            if (options.Count == 0)
            {
                html.Element("p", "The configuration has no section for it.", ("class", "faint"));
                return;
            }

            using (html.In("table"))
            {
                html.Element("caption", "The section of the configuration, with where each value is from. Secrets are masked.");
                Section.Head(html, "Path", "Value", "Source");
                using (html.In("tbody"))
                {
                    foreach (var option in options)
                    {
                        using (html.In("tr", ("data-key", option.Path)))
                        {
                            html.Element("th", option.Path, ("scope", "row"), ("class", "id"));
                            html.Element("td", option.Masked ? "masked" : option.Value, ("class", option.Masked ? "faint" : "id"));
                            html.Element("td", option.Source, ("class", "small"));
                        }
                    }
                }
            }
        }
    }
}
