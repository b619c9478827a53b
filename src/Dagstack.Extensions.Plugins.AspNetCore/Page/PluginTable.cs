using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>A table of plugins.</summary>
internal sealed class PluginTable(HtmlWriter html)
{
    public void Write(string caption, IReadOnlyList<PluginItem> plugins)
    {
        using (html.In("div", ("class", "scroll")))
        using (html.In("table", ("class", "plugins")))
        {
            html.Element("caption", caption, ("class", "quiet"));
            using (html.In("colgroup"))
            {
                html.Element("col", null, ("class", "col-name"));
            }

            using (html.In("thead"))
            using (html.In("tr"))
            {
                html.Element("th", "Plugin", ("scope", "col"), ("class", "col-name"));
                html.Element("th", "State", ("scope", "col"));
                html.Element("th", "Version", ("scope", "col"), ("class", "spare col-fact"));
                html.Element("th", "Runtime", ("scope", "col"), ("class", "spare col-fact"));
                html.Element("th", "In flight", ("scope", "col"), ("class", "spare number col-number"));
                html.Element("th", "Ready since", ("scope", "col"), ("class", "spare col-fact"));
            }

            using (html.In("tbody"))
            {
                foreach (var plugin in plugins)
                {
                    WriteRow(plugin);
                }
            }
        }
    }

    private void WriteRow(PluginItem plugin)
    {
        using (html.In("tr", ("data-key", $"{plugin.Id} {plugin.Path}"), ("data-name", plugin.Id ?? plugin.Path), ("data-state", plugin.State)))
        {
            using (html.In("th", ("scope", "row")))
            {
                WriteName(plugin);
                Marks.Write(html, plugin);
            }

            using (html.In("td"))
            {
                StateBadge.Write(html, plugin.State);
                if (plugin.Reason is { } reason)
                {
                    html.Element("p", PageText.Beginning(reason), ("class", "reason"));
                }
            }

            html.Element("td", plugin.Version is { } version ? PageText.Name(version) : null, ("class", "spare"));
            html.Element("td", plugin.Runtime, ("class", "spare"));
            html.Element("td", Times.Count(plugin.InFlight), ("class", "spare number"));
            using (html.In("td", ("class", "spare small")))
            {
                Times.Write(html, plugin.ReadySince);
            }
        }
    }

    private void WriteName(PluginItem plugin)
    {
        var name = PageText.Name(plugin.Name ?? plugin.Path ?? "given in code");
        if (plugin.Href is { } address)
        {
            html.Element("a", name, ("href", address), ("class", "id"));
        }
        else
        {
            html.Element("span", name, ("class", "id"));
        }
    }
}
