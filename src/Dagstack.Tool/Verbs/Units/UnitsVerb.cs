using System.CommandLine;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units</c>: the units of work of a host that runs, or in its database.</summary>
internal static class UnitsVerb
{
    public static Command Create(Terminal terminal) => new("units", "Lists, follows, takes in, cancels and runs again units of work of a host that runs, or in its database.")
    {
        UnitsListVerb.Create(terminal),
        UnitsShowVerb.Create(terminal),
        UnitsWatchVerb.Create(terminal),
        UnitsEnqueueVerb.Create(terminal),
        UnitsCancelVerb.Create(terminal),
        UnitsRetryVerb.Create(terminal),
        UnitsBackfillVerb.Create(terminal),
    };
}
