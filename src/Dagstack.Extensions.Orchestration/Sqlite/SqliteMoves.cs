using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Ends and starts runs.</summary>
internal static class SqliteMoves
{
    private const string Begin = """
        update unit set state = 1, ready_at = 0, run = $2, epoch = $3, losses = losses + $4, not_before = null, started_at = $5, node = $6
        where number = $1
        """;

    /// <summary>Makes an end, a start, or both.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, UnitMove move)
    {
        if (move.Lease.Epoch != transaction.Epoch)
        {
            return new(UnitWriteOutcome.Fenced);
        }

        var isEnded = move.End is not { } end || SqliteEnds.Write(transaction, move.Lease, end);
        var isStarted = move.Start is not { } start || Start(transaction, move.Lease, start);
        if (move.End is not null)
        {
            SqliteHeads.Promote(transaction.Session, move.Lease.Partition);
        }

        return new(isEnded && isStarted ? UnitWriteOutcome.Applied : UnitWriteOutcome.NotQueued);
    }

    private static bool Start(SqliteTransaction transaction, UnitLease lease, UnitStart start)
    {
        if (UnitRow.Find(transaction, lease, start.UnitId) is not { State: UnitState.Queued or UnitState.Running } unit)
        {
            return false;
        }

        if (unit.Run == start.Run)
        {
            // Said before, if it runs; else that run has ended.
            return unit.State == UnitState.Running;
        }

        if (unit.Run != start.Run - 1)
        {
            return false;
        }

        transaction.Session[Begin].Run(unit.Number, (long)start.Run, transaction.Epoch, start.CountsLoss ? 1L : 0L, transaction.Now, start.Node);
        transaction.Count(unit.Plugin, unit.State, -1);
        transaction.Count(unit.Plugin, UnitState.Running, 1);
        transaction.Signal(UnitSignalKind.Progressed, lease.Partition, start.UnitId);
        return true;
    }
}
