using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>What came of the action that a person comes from.</summary>
internal static class Notice
{
    /// <summary>The query parameter that names the action which was done.</summary>
    public const string Parameter = "did";

    public static void Write(PageContext context, HtmlWriter html, PluginReport? plugin)
    {
        var action = context.Http.Request.Query[Parameter].ToString();
        if (TextOf(action, plugin) is not { } text)
        {
            return;
        }

        using (html.In("div", ("id", "notice"), ("data-key", "notice"), ("class", IsBad(action, plugin) ? "sheet notice bad" : "sheet notice"), ("tabindex", "-1"), ("role", "group"), ("aria-label", "What came of it")))
        {
            html.Element("p", text);
        }
    }

    private static string? TextOf(string action, PluginReport? report) => (action, report) switch
    {
        ("retry", null) => "All unavailable plugins were tried again.",
        ("setup" or "retry", { Plugin: var plugin }) => plugin.Serving ? "It has started, and serves." : $"It has not started: it is {plugin.State}. The reason is below.",
        ("teardown", { Plugin: var plugin }) => plugin.State == "stopped" ? "It has stopped." : $"It is {plugin.State} now.",
        ("reload", { LastReload: { } reload }) => ReloadText.Of(reload),
        ("reload", not null) => "It has not been reloaded.",
        ("activate", { Plugin: var plugin }) => plugin.Active ? $"{plugin.Name} is the active plugin of {plugin.Kind} now, until the process ends." : $"{plugin.Name} is not the active plugin of {plugin.Kind} any more.",
        _ => null,
    };

    private static bool IsBad(string action, PluginReport? report) => action switch
    {
        "setup" or "retry" => report?.Plugin.Serving == false,
        "teardown" => report?.Plugin.State == "leaked",
        "reload" => report?.LastReload?.Outcome is "failed" or "refused",
        _ => false,
    };
}
