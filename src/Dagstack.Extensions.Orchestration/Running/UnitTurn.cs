namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What is to be done with the first unit of a queue.</summary>
/// <param name="Kind">What.</param>
/// <param name="Wait">How long it has to wait, where it has to.</param>
/// <param name="End">The end that it comes to without a start, where it does.</param>
internal readonly record struct UnitTurn(UnitTurnKind Kind, TimeSpan Wait = default, UnitEnd? End = null)
{
    /// <summary>Decides.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="age">How long ago it was loaded.</param>
    /// <param name="isReady">Whether its plugin takes units.</param>
    /// <param name="maxLosses">How many processes may die with a unit.</param>
    public static UnitTurn Of(OpenUnit unit, TimeSpan age, bool isReady, int maxLosses)
    {
        var losses = unit.Losses + (unit.IsLost ? 1 : 0);
        return unit switch
        {
            { IsCancelling: true } => Ends(UnitEndKind.Cancelled),
            { Run: 0, ExpiresIn: { } left } when left - age <= TimeSpan.Zero => Ends(UnitEndKind.Expired),
            _ when losses >= maxLosses => Ends(UnitEndKind.Failed, $"poison: {losses} times the process that ran it has died with it. Find out why it dies (memory, a native crash), and run the unit again by a backfill."),
            _ when unit.DueIn - age is var wait && wait > TimeSpan.Zero => new(UnitTurnKind.Wait, wait),
            _ => new(isReady ? UnitTurnKind.Run : UnitTurnKind.NotReady),
        };

        UnitTurn Ends(UnitEndKind kind, string? error = null) => new(UnitTurnKind.End, End: new UnitEnd { UnitId = unit.UnitId, Run = unit.Run, Kind = kind, Error = error });
    }
}
