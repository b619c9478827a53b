using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Ends runs.</summary>
internal static class SqliteEnds
{
    private const string Finish = """
        update unit set state = $2, is_open = $3, halts = $3, ready_at = null, last_end = $4, failures = failures + $5, not_before = null, is_cancelling = 0,
            finished_at = $6, output_hash = $7, is_unchanged = $8, error = case when $2 = 2 then null else coalesce($9, error) end
        where number = $1
        """;

    private const string Requeue = """
        update unit set state = 0, ready_at = $2, last_end = $3, failures = failures + $4, losses = losses + $5, not_before = $6, error = coalesce($7, error)
        where number = $1
        """;

    private const string SaveOutput = "insert or replace into output values ($1, $2)";
    private const string LastOutput = "select output_hash from unit where plugin = $1 and input_hash = $2 and output_hash is not null order by finished_at desc limit 1";

    /// <summary>Ends a run, or a unit that is not to run.</summary>
    /// <returns>True if it has ended so, now or before.</returns>
    public static bool Write(SqliteTransaction transaction, UnitLease lease, UnitEnd end)
    {
        if (UnitRow.Find(transaction, lease, end.UnitId) is not { } unit)
        {
            return false;
        }

        var thisEnd = (end.Run * 16L) + (long)end.Kind;
        if (unit.State != UnitState.Running && unit.LastEnd == thisEnd)
        {
            Tell(transaction, unit, end, unit.State == UnitState.Queued ? UnitSignalKind.Queued : UnitSignalKind.Ended);
            return true;
        }

        if (unit.Run != end.Run || !(unit.State == UnitState.Running || (unit.State == UnitState.Queued && FinalState(end.Kind) is not (null or UnitState.Succeeded))))
        {
            return false;
        }

        if (FinalState(end.Kind) is { } state)
        {
            End(transaction, unit, end, state, thisEnd);
        }
        else
        {
            Again(transaction, unit, end, thisEnd);
        }

        return true;
    }

    private static UnitState? FinalState(UnitEndKind kind) => kind switch
    {
        UnitEndKind.Succeeded => UnitState.Succeeded,
        UnitEndKind.Failed or UnitEndKind.FailedAndHalts => UnitState.Failed,
        UnitEndKind.Cancelled => UnitState.Cancelled,
        UnitEndKind.Expired => UnitState.Expired,
        _ => null,
    };

    private static void End(SqliteTransaction transaction, UnitRow unit, UnitEnd end, UnitState state, long thisEnd)
    {
        var outputHash = state == UnitState.Succeeded ? end.OutputHash : null;
        var isUnchanged = outputHash is not null && unit.InputHash is not null && (string?)transaction.Session[LastOutput].Value(unit.Plugin, unit.InputHash) == outputHash;
        var hasFailed = state == UnitState.Failed && unit.State == UnitState.Running;
        transaction.Session[Finish].Run(
            unit.Number,
            (long)state,
            end.Kind == UnitEndKind.FailedAndHalts ? 1L : 0L,
            thisEnd,
            hasFailed ? 1L : 0L,
            transaction.Now,
            outputHash,
            isUnchanged ? 1L : 0L,
            end.Error);
        if (state == UnitState.Succeeded && end.Output is { } output)
        {
            transaction.Session[SaveOutput].Run(unit.Number, SqliteBytes.Of(output));
        }

        transaction.Count(unit.Plugin, unit.State, -1);
        transaction.Count(unit.Plugin, state, 1);
        Tell(transaction, unit, end, UnitSignalKind.Ended);
    }

    private static void Again(SqliteTransaction transaction, UnitRow unit, UnitEnd end, long thisEnd)
    {
        var due = end.Delay > TimeSpan.Zero ? SqliteTime.Later(transaction.Now, end.Delay) : (long?)null;
        transaction.Session[Requeue].Run(
            unit.Number,
            unit.IsCancelling ? transaction.Now : due ?? transaction.Now,
            thisEnd,
            end.Kind == UnitEndKind.Retry ? 1L : 0L,
            end.Kind == UnitEndKind.Lost ? 1L : 0L,
            due,
            end.Error);
        transaction.Count(unit.Plugin, unit.State, -1);
        transaction.Count(unit.Plugin, UnitState.Queued, 1);
        Tell(transaction, unit, end, UnitSignalKind.Queued);
    }

    private static void Tell(SqliteTransaction transaction, UnitRow unit, UnitEnd end, UnitSignalKind kind) =>
        transaction.Signal(kind, unit.Partition, end.UnitId);
}
