using System.CommandLine;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units cancel</c>.</summary>
internal static class UnitsCancelVerb
{
    public static Command Create(Terminal terminal)
    {
        var unit = UnitsDoor.Unit();
        var json = Options.Json();
        return new UnitsDoor().Run(new Command("cancel", "Cancels a unit that waits or runs; of one that has failed and holds up its queue, lets the others go on.") { unit, json }, async (result, units, cancellationToken) =>
        {
            var id = result.GetRequiredValue(unit);
            if (!await units.CancelAsync(id, cancellationToken).ConfigureAwait(false))
            {
                throw new RefusedException($"'{Excerpt.Of(id)}' was not cancelled: it has ended already.");
            }

            terminal.Show(new ChangedUnit(id, "cancelling"), ToolJson.Default.ChangedUnit, result.GetValue(json), page => page.Line($"{id} is cancelled, or will be as soon as its plugin lets it."));
            return ExitCodes.Fine;
        });
    }
}
