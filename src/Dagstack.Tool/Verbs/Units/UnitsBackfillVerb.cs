using System.CommandLine;
using System.Globalization;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units backfill</c>: runs all units again that are meant.</summary>
internal static class UnitsBackfillVerb
{
    public static Command Create(Terminal terminal)
    {
        var filter = new UnitsFilter("Those in this state: failed, expired or cancelled; may be given several times. [default: failed and expired]");
        var since = new Option<string?>("--since") { Description = "Those that were taken in from this time on, as 2026-03-01 or 2026-03-01T12:00:00Z; without a zone it is UTC.", HelpName = "TIME" };
        var until = new Option<string?>("--until") { Description = "Those that were taken in before this time.", HelpName = "TIME" };
        var json = Options.Json();
        var command = new Command("backfill", "Runs all units again that have failed, expired or been cancelled and are meant: the same units, with their checkpoints.") { since, until, json };
        filter.AddTo(command);
        return new UnitsDoor().Run(command, async (result, units, cancellationToken) =>
        {
            var states = filter.States(result);
            if (states.Any(static state => state is not (UnitState.Failed or UnitState.Expired or UnitState.Cancelled)))
            {
                throw new WrongUseException("Only failed, expired and cancelled units are run again. Leave the other states out.");
            }

            var request = new BackfillRequest { PluginName = filter.Plugin(result), PartitionKey = filter.Partition(result), Since = TimeOf(result.GetValue(since)), Until = TimeOf(result.GetValue(until)), States = states.Count == 0 ? null : states };
            var done = await units.BackfillAsync(request, cancellationToken).ConfigureAwait(false);
            terminal.Show(new BackfilledUnits(done.EnqueuedCount, done.SkippedCount), ToolJson.Default.BackfilledUnits, result.GetValue(json), page =>
                page.Line($"Queued again: {done.EnqueuedCount}. Left, since the same work waits, runs or is done already: {done.SkippedCount}."));
            return ExitCodes.Fine;
        });
    }

    private static DateTimeOffset? TimeOf(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new WrongUseException($"'{Excerpt.Of(text)}' is no time. Write one as 2026-03-01 or 2026-03-01T12:00:00Z.");
}
