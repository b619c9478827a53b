using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>What a person may do to units of work, as forms.</summary>
internal static class UnitButtons
{
    private static readonly string[] s_backfilled = ["failed", "expired", "cancelled"];

    /// <summary>Writes those of one unit that make sense in its state, where they are allowed.</summary>
    public static void Write(PageContext context, HtmlWriter html, UnitItem unit)
    {
        if (!context.MayAct || unit.Href is not { } address || unit.State == "succeeded")
        {
            return;
        }

        using (html.In("div", ("class", "actions"), ("role", "group"), ("aria-label", "Actions"), ("data-key", "actions")))
        {
            if (s_backfilled.Contains(unit.State, StringComparer.Ordinal))
            {
                Actions.WriteForm(html, Links.Action(address, "retry"), "Run it again");
            }

            if (unit.HaltsPartition)
            {
                Actions.WriteForm(html, Links.Action(address, "cancel"), "Let its queue go on without it");
            }
            else if (!unit.Final && !unit.Cancelling)
            {
                WriteCancel(html, address, unit);
            }
        }
    }

    /// <summary>Writes the one for all units of a list that have not ended well.</summary>
    public static void WriteBackfill(PageContext context, HtmlWriter html, UnitFilter filter, IReadOnlyList<UnitCountItem> plugins)
    {
        var meant = plugins.Where(plugin => filter.Plugin.Length == 0 || plugin.Plugin == filter.Plugin).ToList();
        if (!context.MayAct || meant.All(static plugin => plugin is { Failed: 0, Expired: 0, Cancelled: 0 }))
        {
            return;
        }

        using (html.In("details", ("class", "backfill"), ("data-key", "backfill")))
        {
            html.Element("summary", "Run several again…");
            var of = filter.Plugin.Length == 0 ? "all plugins" : PageText.Name(filter.Plugin);
            html.Element("p", $"The same units are queued again, with their checkpoints: those of {of}{(filter.Partition.Length == 0 ? string.Empty : $", of the partition {PageText.Name(filter.Partition)}")}.", ("class", "small"));
            using (html.In("form", ("method", "post"), ("action", Links.Action(Links.Units(context), "backfill")), ("data-key", "form")))
            {
                WriteHidden(html, "plugin_name", filter.Plugin);
                WriteHidden(html, "partition_key", filter.Partition);
                foreach (var state in s_backfilled)
                {
                    using (html.In("label", ("class", "check")))
                    {
                        html.Element("input", null, ("type", "checkbox"), ("name", "states"), ("value", state), ("checked", state == "cancelled" ? null : string.Empty));
                        html.Element("span", state);
                    }
                }

                html.Element("button", "Run them again", ("type", "submit"));
            }
        }
    }

    private static void WriteCancel(HtmlWriter html, string address, UnitItem unit)
    {
        using (html.In("details", ("data-key", "cancel")))
        {
            html.Element("summary", "Cancel…");
            html.Element("p", unit.State == "running" ? "It ends as soon as its plugin lets it. What it has done stays done." : "It will not be run, unless somebody runs it again.", ("class", "small"));
            Actions.WriteForm(html, Links.Action(address, "cancel"), "Cancel this unit");
        }
    }

    private static void WriteHidden(HtmlWriter html, string name, string value)
    {
        if (value.Length > 0)
        {
            html.Element("input", null, ("type", "hidden"), ("name", name), ("value", value));
        }
    }
}
