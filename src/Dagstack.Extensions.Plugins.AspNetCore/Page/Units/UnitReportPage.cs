using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.AspNetCore.Html;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page.Sections;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page.Units;

/// <summary>All of one unit of work.</summary>
internal sealed class UnitReportPage(PageContext context, HtmlWriter html)
{
    public void Write(UnitReport report)
    {
        var unit = report.Unit;
        using (html.In("div", ("class", "title"), ("data-key", "title"), ("data-name", "The unit"), ("data-state", unit.State)))
        {
            html.Element("h1", $"Unit {PageText.Name(unit.Id)}", ("class", "id"));
            StateBadge.Write(html, unit.State);
            UnitMarks.Write(html, unit);
        }

        UnitNotice.Write(context, html, unit);
        WriteError(unit);
        using (html.In("div", ("data-key", "progress"), ("class", "wide-progress")))
        {
            UnitProgress.Write(html, unit);
        }

        UnitButtons.Write(context, html, unit);
        WriteFacts(unit);
        UnitTimeline.Write(context, html, unit);
        WriteJson("progress", "Progress", report.Progress);
        WriteJson("args", "Arguments", report.Args);
        WriteJson("output", "Output", report.Output);
        if (!report.ArgumentsShown)
        {
            html.Element("p", "What it works on is not shown here. The application decides: o.ShowUnitArguments in MapDagstackPlugins.", ("class", "faint small after"), ("data-key", "hidden"));
        }
    }

    private void WriteError(UnitItem unit)
    {
        if (unit.Error is not { } error)
        {
            return;
        }

        using (html.In("div", ("class", unit.State == "failed" ? "sheet notice bad" : "sheet notice warn"), ("data-key", "error")))
        {
            html.Element("h2", unit.State == "failed" ? "Why it failed" : "Its last failure");
            html.Element("p", error, ("class", "reason"));
            if (unit.HaltsPartition)
            {
                html.Element("p", "The units behind it in its queue wait for it: run it again, or let them go on without it.");
            }
        }
    }

    private void WriteFacts(UnitItem unit)
    {
        using (Section.In(html, "facts", "Facts"))
        using (html.In("dl", ("class", "facts sheet")))
        {
            using (html.In("div", ("data-key", "Plugin")))
            {
                html.Element("dt", "Plugin");
                using (html.In("dd", ("class", "id")))
                {
                    html.Element(unit.PluginHref is null ? "span" : "a", PageText.Name(unit.Plugin), ("href", unit.PluginHref));
                }
            }

            Section.Fact(html, "Partition", unit.PartitionKey ?? "one of its own");
            Section.Fact(html, "Key", unit.IdempotencyKey, isCode: true);
            Section.Fact(html, "Failures", Times.Count(unit.Failures));
            Section.Fact(html, "Processes that died with it", unit.Losses == 0 ? null : Times.Count(unit.Losses));
            Section.Fact(html, unit.State == "running" ? "Runs on" : "Ran last on", unit.Node);
            using (html.In("div", ("data-key", "others")))
            {
                html.Element("dt", "Others");
                using (html.In("dd"))
                {
                    html.Element("a", "units of this plugin", ("href", new UnitFilter(unit.Plugin, string.Empty, string.Empty, string.Empty).AddressOf(context)));
                }
            }
        }
    }

    private void WriteJson(string key, string heading, JsonNode? json)
    {
        if (json is not null)
        {
            using (Section.In(html, key, heading))
            {
                JsonBox.Write(html, heading, JsonBox.Of(JsonSerializer.SerializeToElement(json, ModelJson.Default.JsonNode)));
            }
        }
    }
}
