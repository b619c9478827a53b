using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>All plugins, by kind.</summary>
internal sealed class ListPage(PageContext context, HtmlWriter html)
{
    public void Write(PluginList list)
    {
        var filter = ListFilter.Of(context.Http.Request);
        var shown = list.Plugins.Where(filter.Takes).ToList();
        html.Element("h1", "Plugins");
        Notice.Write(context, html, plugin: null);
        WriteCounts(list.Plugins, filter);
        WriteFilter(filter);
        html.Element("p", shown.Count == list.Plugins.Count ? CountOf(shown.Count) : $"{Times.Count(shown.Count)} of {CountOf(list.Plugins.Count)}", ("id", "shown"), ("class", "faint small"), ("data-key", "shown"));
        if (context.MayAct && list.Plugins.Any(static plugin => plugin.State == "unavailable"))
        {
            using (html.In("div", ("class", "actions"), ("data-key", "actions")))
            {
                Actions.WriteForm(html, Links.RetryAll(context), "Try all unavailable plugins again");
            }
        }

        foreach (var kind in list.Kinds)
        {
            WriteKind(kind, [.. shown.Where(plugin => plugin.Kind == kind.Kind)]);
        }

        WriteNameless([.. shown.Where(static plugin => plugin.Id is null)]);
        WriteEmptyKinds(list, filter);
        if (shown.Count == 0)
        {
            html.Element("p", filter.IsEmpty ? "There are no plugins. The host discovers them with o.Discover(\"plugins/\") in AddDagstackPlugins." : "No plugin is like that. Ask for less, or for any state.", ("data-key", "none"));
        }
    }

    private void WriteCounts(IReadOnlyList<PluginItem> plugins, ListFilter filter)
    {
        var counts = plugins.CountBy(static plugin => plugin.State).ToDictionary(StringComparer.Ordinal);
        using (html.In("ul", ("class", "counts"), ("aria-label", "Plugins of each state"), ("data-key", "counts")))
        {
            foreach (var state in StateBadge.Order.Where(counts.ContainsKey))
            {
                using (html.In("li", ("data-key", $"count:{state}")))
                using (html.In("a", ("href", Links.ListOfState(context, state)), ("aria-current", filter.State == state ? "true" : null)))
                {
                    html.Element("span", Times.Count(counts[state]));
                    StateBadge.Write(html, state);
                }
            }
        }
    }

    private void WriteFilter(ListFilter filter)
    {
        using (html.In("form", ("class", "filter"), ("method", "get"), ("action", Links.List(context)), ("role", "search"), ("data-key", "filter")))
        {
            using (html.In("label"))
            {
                html.Element("span", "Name, reason, version, runtime or capability");
                html.Element("input", null, ("type", "search"), ("name", "q"), ("value", filter.Text), ("autocomplete", "off"), ("spellcheck", "false"));
            }

            using (html.In("label"))
            {
                html.Element("span", "State");
                using (html.In("select", ("name", "state")))
                {
                    html.Element("option", "any", ("value", string.Empty));
                    foreach (var state in StateBadge.Order)
                    {
                        html.Element("option", state, ("value", state), ("selected", filter.State == state ? string.Empty : null));
                    }
                }
            }

            html.Element("button", "Show", ("type", "submit"));
            if (!filter.IsEmpty)
            {
                html.Element("a", "Show all", ("href", Links.List(context)), ("data-key", "all"));
            }
        }
    }

    private void WriteKind(PluginKindItem kind, IReadOnlyList<PluginItem> plugins)
    {
        if (plugins.Count == 0)
        {
            return;
        }

        using (html.In("section", ("class", "kind"), ("data-key", $"kind:{kind.Kind}"), ("aria-label", $"Kind {kind.Kind}")))
        {
            using (html.In("h2"))
            {
                html.Element("span", PageText.Name(kind.Kind), ("class", "id"));
                html.Element("span", FactsOf(kind), ("class", "faint"));
            }

            new PluginTable(html).Write($"Plugins of the kind {PageText.Name(kind.Kind)}", plugins);
        }
    }

    private void WriteEmptyKinds(PluginList list, ListFilter filter)
    {
        var empty = list.Kinds.Select(static kind => kind.Kind).Except(list.Plugins.Select(static plugin => plugin.Kind), StringComparer.Ordinal).OfType<string>().Select(PageText.Name).ToList();
        if (filter.IsEmpty && empty.Count > 0)
        {
            html.Element("p", $"Kinds without a plugin: {string.Join(", ", empty)}.", ("class", "faint small after"), ("data-key", "empty"));
        }
    }

    private static string FactsOf(PluginKindItem kind) =>
        string.Join(" · ", new[] { kind.Known ? $"contract {kind.ApiVersion}" : "no contract in this host", kind.ChosenBy is null ? null : ActiveText.Of(kind) }.OfType<string>());

    private static string CountOf(int plugins) => plugins == 1 ? "1 plugin" : $"{Times.Count(plugins)} plugins";

    private void WriteNameless(IReadOnlyList<PluginItem> plugins)
    {
        if (plugins.Count > 0)
        {
            using (html.In("section", ("class", "kind"), ("data-key", "nameless"), ("aria-label", "Manifests that cannot be read")))
            {
                html.Element("h2", "Manifests that cannot be read");
                new PluginTable(html).Write("Files whose kind or name cannot be read", plugins);
            }
        }
    }
}
