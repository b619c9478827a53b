using System.CommandLine;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units watch</c>: follows one unit until its end.</summary>
internal static class UnitsWatchVerb
{
    public static Command Create(Terminal terminal)
    {
        var unit = UnitsDoor.Unit();
        var json = Options.Json();
        return new UnitsDoor().Run(new Command("watch", "Follows a unit until its end, and ends well if it does.") { unit, json }, (result, units, cancellationToken) =>
            UnitWatch.RunAsync(units, result.GetRequiredValue(unit), result.GetValue(json), terminal, cancellationToken));
    }
}
