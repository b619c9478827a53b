using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Units;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units list</c>: how many units there are of each plugin, and the newest.</summary>
internal static class UnitsListVerb
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static Command Create(Terminal terminal)
    {
        var filter = new UnitsFilter("Shows those in this state only; may be given several times.");
        var limit = new Option<int>("--limit") { Description = $"How many are shown, at most {MaxLimit}.", HelpName = "COUNT", DefaultValueFactory = static _ => DefaultLimit };
        var after = new Option<string?>("--after") { Description = "Shows those after a page, as that says it.", HelpName = "PLACE" };
        var json = Options.Json();
        var command = new Command("list", "Counts the units of each plugin, and lists the newest.") { limit, after, json };
        filter.AddTo(command);
        return new UnitsDoor().Run(command, (result, units, cancellationToken) =>
        {
            var count = result.GetValue(limit) is >= 1 and <= MaxLimit and var given ? given : throw new WrongUseException($"--limit is a number from 1 to {MaxLimit}.");
            var query = new UnitQuery { Plugin = filter.Plugin(result), PartitionKey = filter.Partition(result), States = filter.States(result), After = result.GetValue(after), Limit = count };
            return RunAsync(units, query, result.GetValue(json), terminal, cancellationToken);
        });
    }

    private static async Task<int> RunAsync(IUnits units, UnitQuery query, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var page = await units.ListAsync(query, cancellationToken).ConfigureAwait(false);
        var counts = await units.CountAsync(cancellationToken).ConfigureAwait(false);
        var report = new UnitsListReport([.. counts.Select(CountedUnits.Of)], [.. page.Units.Select(ShownUnit.Of)], page.Next);
        terminal.Show(report, ToolJson.Default.UnitsListReport, isJson, output => Write(report, output));
        return ExitCodes.Fine;
    }

    private static void Write(UnitsListReport report, Page page)
    {
        if (report.Plugins.Count == 0)
        {
            page.Line("No units of work.");
            return;
        }

        page.Table(
            ["plugin", "queued", "running", "failed", "expired", "cancelled", "succeeded", "oldest queued"],
            [.. report.Plugins.Select(static plugin => new Cell[] { plugin.Plugin, $"{plugin.Queued}", $"{plugin.Running}", new($"{plugin.Failed}", plugin.Failed > 0 ? Tone.Bad : Tone.Plain), new($"{plugin.Expired}", plugin.Expired > 0 ? Tone.Warning : Tone.Plain), $"{plugin.Cancelled}", $"{plugin.Succeeded}", plugin.OldestQueued is { } oldest ? UnitText.Time(oldest) : null })]);
        page.Line(string.Empty);
        if (report.Units.Count == 0)
        {
            page.Line("No unit is like that.");
            return;
        }

        page.Table(
            ["unit", "state", "done", "plugin", "partition", "taken in", "failures"],
            [.. report.Units.Select(static unit => new Cell[] { unit.UnitId, UnitText.StateOf(unit), UnitText.Percent(unit), unit.Plugin, unit.PartitionKey, UnitText.Time(unit.EnqueuedAt), $"{unit.Failures}" })]);
        if (report.Next is { } next)
        {
            page.Line(string.Empty);
            page.Line($"There are more: --after {next}", Tone.Faint);
        }
    }
}
