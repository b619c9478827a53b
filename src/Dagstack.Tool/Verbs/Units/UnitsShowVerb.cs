using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units show</c>: all of one unit.</summary>
internal static class UnitsShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var unit = UnitsDoor.Unit();
        var json = Options.Json();
        return new UnitsDoor().Run(new Command("show", "Shows all that is known of a unit.") { unit, json }, async (result, units, cancellationToken) =>
        {
            var id = result.GetRequiredValue(unit);
            var found = await units.GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new UnitNotFoundException(id);
            var shown = ShownUnit.Of(found);
            terminal.Show(shown, ToolJson.Default.ShownUnit, result.GetValue(json), page => UnitText.Write(shown, page));
            return ExitCodes.Fine;
        });
    }
}
