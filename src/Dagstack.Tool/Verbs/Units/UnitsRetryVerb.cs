using System.CommandLine;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units retry</c>.</summary>
internal static class UnitsRetryVerb
{
    public static Command Create(Terminal terminal)
    {
        var unit = UnitsDoor.Unit();
        var json = Options.Json();
        return new UnitsDoor().Run(new Command("retry", "Runs a unit again that has failed, expired or been cancelled, with its checkpoint.") { unit, json }, async (result, units, cancellationToken) =>
        {
            var id = result.GetRequiredValue(unit);
            if (!await units.RetryAsync(id, cancellationToken).ConfigureAwait(false))
            {
                throw new RefusedException($"'{Excerpt.Of(id)}' was not queued again: only a unit that has failed, expired or been cancelled is, and only while no other does the same work.");
            }

            terminal.Show(new ChangedUnit(id, "queued"), ToolJson.Default.ChangedUnit, result.GetValue(json), page => page.Line($"{id} is queued again."));
            return ExitCodes.Fine;
        });
    }
}
