using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Writes what a run tells of itself: its checkpoints and its progress.</summary>
internal static class SqliteReports
{
    private const string FindVersion = "select version from checkpoint where number = $1 and key = $2";
    private const string Delete = "delete from checkpoint where number = $1 and key = $2";
    private const string SaveProgress = "update unit set progress = $2 where number = $1";
    private const string Save = """
        insert into checkpoint (number, key, version, value) values ($1, $2, $3, $4)
        on conflict (number, key) do update set version = excluded.version, value = excluded.value
        """;

    /// <summary>Saves or deletes a checkpoint.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, CheckpointWrite write)
    {
        if (Running(transaction, write.Lease, write.UnitId, write.Run) is not { } unit)
        {
            return new(UnitWriteOutcome.Fenced);
        }

        var found = (string?)transaction.Session[FindVersion].Value(unit.Number, write.Key);
        if (write.Value is not { } value)
        {
            if (found is null)
            {
                return new(UnitWriteOutcome.NotFound);
            }

            if (write.IsConditional && found != write.Replaces)
            {
                return new(UnitWriteOutcome.Conflict, found);
            }

            transaction.Session[Delete].Run(unit.Number, write.Key);
            return new(UnitWriteOutcome.Applied);
        }

        var next = Stores.CheckpointVersion.Of(value.Span);
        if (write.IsConditional && found != write.Replaces && found != next)
        {
            return new(UnitWriteOutcome.Conflict, found);
        }

        if (found != next)
        {
            transaction.Session[Save].Run(unit.Number, write.Key, next, SqliteBytes.Of(value));
        }

        return new(UnitWriteOutcome.Applied, next);
    }

    /// <summary>Writes how far a run has come.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, ProgressWrite write)
    {
        if (Running(transaction, write.Lease, write.UnitId, write.Run) is not { } unit)
        {
            return new(UnitWriteOutcome.Fenced);
        }

        transaction.Session[SaveProgress].Run(unit.Number, SqliteBytes.Of(write.Progress));
        transaction.Signal(UnitSignalKind.Progressed, write.Lease.Partition, write.UnitId);
        return new(UnitWriteOutcome.Applied);
    }

    private static UnitRow? Running(SqliteTransaction transaction, UnitLease lease, string unitId, int run) =>
        lease.Epoch == transaction.Epoch && UnitRow.Find(transaction, lease, unitId) is { State: UnitState.Running } unit && unit.Run == run ? unit : null;
}
