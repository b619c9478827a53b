using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What a person may do to a plugin, as forms.</summary>
internal static class Actions
{
    /// <summary>Writes those that make sense in the plugin's state, where they are allowed.</summary>
    public static void Write(PageContext context, HtmlWriter html, PluginItem plugin)
    {
        if (!context.MayAct || plugin.Href is not { } address || plugin.Name is not { } name || plugin.State is "disabled" or "leaked" or "stopping")
        {
            return;
        }

        using (html.In("div", ("class", "actions"), ("role", "group"), ("aria-label", "Actions"), ("data-key", "actions")))
        {
            if (plugin.State == "unavailable")
            {
                WriteForm(html, Links.Action(address, "retry"), "Try again");
            }

            if (plugin.State is "discovered" or "stopped")
            {
                WriteForm(html, Links.Action(address, "setup"), "Start");
            }

            WriteForm(html, Links.Action(address, "reload"), "Reload");
            if (!plugin.Active)
            {
                WriteForm(html, Links.Action(address, "activate"), "Make active");
            }

            if (plugin.State is "ready" or "degraded" or "unavailable")
            {
                WriteStop(html, address, name);
            }
        }
    }

    public static void WriteForm(HtmlWriter html, string address, string text)
    {
        using (html.In("form", ("method", "post"), ("action", address), ("data-key", address)))
        {
            html.Element("button", text, ("type", "submit"));
        }
    }

    private static void WriteStop(HtmlWriter html, string address, string name)
    {
        using (html.In("details", ("data-key", "stop")))
        {
            html.Element("summary", "Stop…");
            html.Element("p", "Calls fail until it is started again. Plugins that depend on it go on, and meet the error when they call it.", ("class", "small"));
            WriteForm(html, Links.Action(address, "teardown"), $"Stop {PageText.Name(name)}");
        }
    }
}
