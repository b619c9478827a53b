using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

internal static class HooksSection
{
    public static void Write(HtmlWriter html, IReadOnlyList<PluginHook> hooks)
    {
        if (hooks.Count == 0)
        {
            return;
        }

        using (Section.In(html, "hooks", "Hooks"))
        using (html.In("div", ("class", "sheet")))
        {
            foreach (var hook in hooks)
            {
                Write(html, hook);
            }
        }
    }

    private static void Write(HtmlWriter html, PluginHook hook)
    {
        using (html.In("details", ("class", "hook"), ("data-key", $"hook:{hook.Name}")))
        {
            using (html.In("summary"))
            {
                html.Element("span", hook.Name, ("class", "id"));
                html.Element("span", string.Join(", ", FactsOf(hook)), ("class", "faint"));
            }

            if (hook.Description is { } description)
            {
                html.Element("p", description);
            }

            WriteSchema(html, "Takes", hook.Input);
            WriteSchema(html, "Returns", hook.Output);
            if (hook.SchemaProblem is { } problem)
            {
                html.Element("p", $"There is no schema: {problem}", ("class", "reason"));
            }
        }
    }

    private static IEnumerable<string> FactsOf(PluginHook hook)
    {
        yield return hook.Dispatch;
        if (hook.Streams)
        {
            yield return "stream";
        }

        if (!hook.Exposed)
        {
            yield return "not exposed to other processes";
        }
    }

    private static void WriteSchema(HtmlWriter html, string heading, JsonElement? schema)
    {
        if (schema is { } json)
        {
            html.Element("h3", heading);
            JsonBox.Write(html, $"{heading}: JSON Schema", JsonBox.Of(json));
        }
    }
}
