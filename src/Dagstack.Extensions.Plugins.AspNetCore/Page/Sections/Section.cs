using Dagstack.Extensions.Plugins.AspNetCore.Html;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

/// <summary>A part of a page, with a heading that can be linked to.</summary>
internal static class Section
{
    public static HtmlScope In(HtmlWriter html, string id, string heading)
    {
        var section = html.In("section", ("data-key", id), ("aria-labelledby", id));
        html.Element("h2", heading, ("id", id));
        return section;
    }

    /// <summary>Writes a fact of a list of facts; nothing where there is none.</summary>
    public static void Fact(HtmlWriter html, string name, string? value, bool wide = false, bool isCode = false)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        using (html.In("div", ("class", wide ? "wide" : null), ("data-key", name)))
        {
            html.Element("dt", name);
            html.Element("dd", value, ("class", isCode ? "id" : null));
        }
    }

    /// <summary>Writes the head of a table.</summary>
    public static void Head(HtmlWriter html, params ReadOnlySpan<string> columns)
    {
        using (html.In("thead"))
        using (html.In("tr"))
        {
            foreach (var column in columns)
            {
                html.Element("th", column, ("scope", "col"));
            }
        }
    }
}
