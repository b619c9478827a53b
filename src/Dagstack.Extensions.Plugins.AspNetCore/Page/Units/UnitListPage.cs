using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>The units of work: how many there are of each plugin, and the newest of those that are asked for.</summary>
internal sealed class UnitListPage(PageContext context, HtmlWriter html)
{
    private readonly UnitFilter _filter = UnitFilter.Of(context.Http.Request);

    public void Write(UnitList list)
    {
        html.Element("h1", "Units of work");
        UnitNotice.Write(context, html, unit: null);
        UnitCountTable.Write(context, html, list.Plugins);
        WriteFilter(list.Plugins);
        html.Element("p", CountOf(list), ("id", "shown"), ("class", "faint small"), ("data-key", "shown"));
        UnitButtons.WriteBackfill(context, html, _filter, list.Plugins);
        if (list.Units.Count == 0)
        {
            html.Element("p", list.Plugins.Count == 0 ? "There are no units of work. Code enqueues them by the service IUnits, and anybody who may act by dagstack units enqueue." : "No unit is like that. Ask for less, or for any state.", ("data-key", "none"));
        }
        else
        {
            UnitTable.Write(context, html, list.Units);
        }

        WritePages(list.Next);
    }

    private string CountOf(UnitList list)
    {
        var which = list.Units.Count == 1 ? "1 unit" : $"{Times.Count(list.Units.Count)} units";
        return list.Next is null && _filter.After.Length == 0 ? which : $"{which} of more, the newest first";
    }

    private void WriteFilter(IReadOnlyList<UnitCountItem> plugins)
    {
        using (html.In("form", ("class", "filter"), ("method", "get"), ("action", Links.Units(context)), ("role", "search"), ("data-key", "filter")))
        {
            WriteSelect("Plugin", "plugin", _filter.Plugin, plugins.Select(static plugin => plugin.Plugin));
            WriteSelect("State", "state", _filter.State, UnitStateNames.All);
            using (html.In("label"))
            {
                html.Element("span", "Partition");
                html.Element("input", null, ("type", "search"), ("name", "partition"), ("value", _filter.Partition), ("autocomplete", "off"), ("spellcheck", "false"));
            }

            html.Element("button", "Show", ("type", "submit"));
            if (!_filter.IsEmpty)
            {
                html.Element("a", "Show all", ("href", Links.Units(context)), ("data-key", "all"));
            }
        }
    }

    private void WriteSelect(string label, string name, string chosen, IEnumerable<string> values)
    {
        using (html.In("label"))
        {
            html.Element("span", label);
            using (html.In("select", ("name", name)))
            {
                html.Element("option", "any", ("value", string.Empty));
                foreach (var value in values.Append(chosen).Where(static value => value.Length > 0).Distinct(StringComparer.Ordinal))
                {
                    html.Element("option", PageText.Name(value), ("value", value), ("selected", value == chosen ? string.Empty : null));
                }
            }
        }
    }

    private void WritePages(string? next)
    {
        if (next is null && _filter.After.Length == 0)
        {
            return;
        }

        using (html.In("nav", ("class", "pages"), ("aria-label", "More units"), ("data-key", "pages")))
        {
            if (_filter.After.Length > 0)
            {
                html.Element("a", "The newest", ("href", (_filter with { After = string.Empty }).AddressOf(context)));
            }

            if (next is not null)
            {
                html.Element("a", "Older ones", ("href", (_filter with { After = next }).AddressOf(context)), ("rel", "next"));
            }
        }
    }
}
