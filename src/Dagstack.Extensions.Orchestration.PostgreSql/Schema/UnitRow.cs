using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Schema;

/// <summary>The states as they stand in the table: those that are open come first, in the order in which they count for a partition.</summary>
internal static class UnitRow
{
    /// <summary>It has failed, and holds up its partition.</summary>
    public const short Halting = 0;

    /// <summary>It runs.</summary>
    public const short Running = 1;

    /// <summary>It waits.</summary>
    public const short Queued = 2;

    /// <summary>It has ended well.</summary>
    public const short Succeeded = 3;

    /// <summary>It has failed.</summary>
    public const short Failed = 4;

    /// <summary>It was cancelled.</summary>
    public const short Cancelled = 5;

    /// <summary>Its turn came too late.</summary>
    public const short Expired = 6;

    /// <summary>All of them.</summary>
    public static readonly short[] All = [Halting, Running, Queued, Succeeded, Failed, Cancelled, Expired];

    /// <summary>Returns the state that a row shows.</summary>
    /// <param name="state">What stands in the row.</param>
    public static UnitState StateOf(short state) => state switch
    {
        Halting or Failed => UnitState.Failed,
        Running => UnitState.Running,
        Queued => UnitState.Queued,
        Succeeded => UnitState.Succeeded,
        Cancelled => UnitState.Cancelled,
        Expired => UnitState.Expired,
        _ => throw new UnitStoreException($"A unit in the store is in the state {state}, which this version does not know. Was it written by a newer one? Update this one."),
    };

    /// <summary>Returns what stands in the rows of a state.</summary>
    /// <param name="state">The state.</param>
    public static short[] RowsOf(UnitState state) => state switch
    {
        UnitState.Queued => [Queued],
        UnitState.Running => [Running],
        UnitState.Succeeded => [Succeeded],
        UnitState.Failed => [Halting, Failed],
        UnitState.Cancelled => [Cancelled],
        UnitState.Expired => [Expired],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No state of a unit."),
    };

    /// <summary>Returns the state that an end leads to.</summary>
    /// <param name="kind">How a run ends.</param>
    public static short After(UnitEndKind kind) => kind switch
    {
        UnitEndKind.Succeeded => Succeeded,
        UnitEndKind.Failed => Failed,
        UnitEndKind.FailedAndHalts => Halting,
        UnitEndKind.Cancelled => Cancelled,
        UnitEndKind.Expired => Expired,
        UnitEndKind.Retry or UnitEndKind.Interrupted or UnitEndKind.Lost => Queued,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No end of a run."),
    };
}
