using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What stays true of a plugin besides its state.</summary>
internal static class Marks
{
    public static void Write(HtmlWriter html, PluginItem plugin)
    {
        if (plugin.Active)
        {
            html.Element("span", "active", ("class", "mark active"));
        }

        if (plugin.Untrusted)
        {
            html.Element("span", "untrusted", ("class", "mark warn"));
        }

        if (plugin.RequiresRestart)
        {
            html.Element("span", "restart needed", ("class", "mark warn"));
        }

        if (plugin.LeakedGenerations > 0)
        {
            html.Element("span", $"{plugin.LeakedGenerations} still in memory", ("class", "mark warn"));
        }
    }
}
