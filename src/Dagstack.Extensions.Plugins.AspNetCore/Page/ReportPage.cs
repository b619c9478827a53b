using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>All of one plugin.</summary>
internal sealed class ReportPage(PageContext context, HtmlWriter html)
{
    public void Write(PluginReport report)
    {
        var plugin = report.Plugin;
        using (html.In("div", ("class", "title"), ("data-key", "title"), ("data-name", plugin.Id), ("data-state", plugin.State)))
        {
            html.Element("h1", plugin.Id is { } id ? PageText.Name(id) : null, ("class", "id"));
            StateBadge.Write(html, plugin.State);
            Marks.Write(html, plugin);
        }

        Notice.Write(context, html, report);
        WriteReason(plugin);
        Actions.Write(context, html, plugin);
        FactsSection.Write(html, report);
        CallsSection.Write(html, report.Calls);
        HealthSection.Write(html, report.Health);
        DependenciesSection.Write(html, report);

        ReloadSection.Write(html, report.LastReload, report.UnloadHints);
        StartSection.Write(html, report.Start);
        HooksSection.Write(html, report.Hooks);
        OptionsSection.Write(html, report.Options);
        ResourcesSection.Write(html, report.Resources);
        ManifestSection.Write(html, report.Manifest);
        HistorySection.Write(html, report);
    }

    private void WriteReason(PluginItem plugin)
    {
        if (plugin.Reason is null && plugin.Code is null)
        {
            return;
        }

        using (html.In("div", ("class", plugin.Serving ? "sheet notice warn" : "sheet notice bad"), ("data-key", "reason")))
        {
            html.Element("h2", plugin.Serving ? "What is wrong" : "Why it does not serve");
            html.Element("p", plugin.Reason, ("class", "reason"));
            if (plugin.Code is { } code)
            {
                html.Element("p", $"Code {code}", ("class", "faint small"));
            }
        }
    }
}
