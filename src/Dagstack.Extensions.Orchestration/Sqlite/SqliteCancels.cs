using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Cancels units.</summary>
internal static class SqliteCancels
{
    private const string End = """
        update unit set state = 4, is_open = 0, ready_at = null, not_before = null, is_cancelling = 0, finished_at = $2
        where number = $1
        """;

    private const string Ask = "update unit set is_cancelling = 1 where number = $1";
    private const string LetGo = "update unit set is_open = 0, halts = 2 where number = $1";

    /// <summary>What <c>halts</c> is for one that has halted its partition and does not any more.</summary>
    private const long HasLetGo = 2;

    /// <summary>Cancels a unit, asks for its end, or lets those go on that wait for it.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, CancelWrite write)
    {
        if (UnitRow.Find(transaction.Session, write.UnitId) is not { } unit)
        {
            return new(UnitWriteOutcome.NotFound);
        }

        switch (unit)
        {
            case { State: UnitState.Queued }:
                transaction.Session[End].Run(unit.Number, transaction.Now);
                transaction.Count(unit.Plugin, UnitState.Queued, -1);
                transaction.Count(unit.Plugin, UnitState.Cancelled, 1);
                SqliteHeads.Promote(transaction.Session, unit.Partition);
                transaction.Signal(UnitSignalKind.Ended, unit.Partition, write.UnitId);
                break;
            case { State: UnitState.Running }:
                transaction.Session[Ask].Run(unit.Number);
                transaction.Signal(UnitSignalKind.CancelRequested, unit.Partition, write.UnitId);
                break;
            case { State: UnitState.Failed, Halts: 1 }:
                transaction.Session[LetGo].Run(unit.Number);
                SqliteHeads.Promote(transaction.Session, unit.Partition);
                transaction.Signal(UnitSignalKind.Queued, unit.Partition, null);
                break;
            case { State: UnitState.Cancelled } or { Halts: HasLetGo }:
                // Said before.
                break;
            default:
                return new(UnitWriteOutcome.NotQueued);
        }

        return new(UnitWriteOutcome.Applied);
    }
}
