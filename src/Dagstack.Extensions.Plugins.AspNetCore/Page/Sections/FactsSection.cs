using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class FactsSection
{
    public static void Write(HtmlWriter html, PluginReport report)
    {
        var plugin = report.Plugin;
        using (Section.In(html, "facts", "Facts"))
        using (html.In("dl", ("class", "facts sheet")))
        {
            Section.Fact(html, "Version", plugin.Version);
            Section.Fact(html, "Runtime", plugin.Runtime, isCode: true);
            Section.Fact(html, "Publisher", plugin.Publisher is null ? null : plugin.Untrusted ? $"{plugin.Publisher} (not on the list of trusted publishers)" : plugin.Publisher);
            Section.Fact(html, "Priority", Times.Count(plugin.Priority));
            Section.Fact(html, "Calls in flight", Times.Count(plugin.InFlight));
            Section.Fact(html, "Generation", plugin.Generation == 0 ? "none has been ready" : Times.Count(plugin.Generation));
            Section.Fact(html, "Ready since", plugin.ReadySince is { } since ? Times.Text(since) : null);
            Section.Fact(html, "Start took", Times.Duration(plugin.StartSeconds));
            Section.Fact(html, "Capabilities", string.Join(", ", plugin.Capabilities));
            Section.Fact(html, "Earlier generations still in memory", plugin.LeakedGenerations == 0 ? null : Times.Count(plugin.LeakedGenerations));
            Section.Fact(html, "Restart", plugin.RequiresRestart ? "Only a restart of the process releases all that it held." : null);
            WriteHash(html, report);
            Section.Fact(html, "From", plugin.Path ?? "given in code", wide: true, isCode: plugin.Path is not null);
        }
    }

    /// <summary>Files are read only when somebody asks for it.</summary>
    private static void WriteHash(HtmlWriter html, PluginReport report)
    {
        if (report.Sha256 is { } hash)
        {
            Section.Fact(html, "SHA-256 of its files", hash, wide: true, isCode: true);
        }
        else if (report.Plugin is { Path: not null, Href: { } address })
        {
            using (html.In("div", ("class", "wide"), ("data-key", "hash")))
            {
                html.Element("dt", "SHA-256 of its files");
                using (html.In("dd"))
                {
                    html.Element("a", "Read them now", ("href", Links.Hash(address)));
                }
            }
        }
    }
}
