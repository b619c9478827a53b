using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Takes units in.</summary>
internal static class SqliteEnqueues
{
    private const string Insert = """
        insert into unit (number, place, unit_id, plugin, partition, idempotency_key, input_hash, is_unique, state, is_open, enqueued_at, expires_at, ready_at)
        values ($1, $1, $2, $3, $4, $5, $6, $7, 0, 1, $8, $9, case when exists (select 1 from unit where partition = $4 and is_open = 1) then null else $8 end)
        on conflict do nothing
        """;

    private const string InsertInput = "insert into input values ($1, $2, $3, $4)";
    private const string ById = "select 1 from unit where unit_id = $1";
    private const string ByKey = "select unit_id from unit where plugin = $1 and idempotency_key = $2";
    private const string ByInput = "select unit_id from unit where plugin = $1 and input_hash = $2 and is_unique = 1 and state in (0, 1, 2)";

    /// <summary>Takes a unit in, unless it is there.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, NewUnit unit)
    {
        var session = transaction.Session;
        var partition = UnitPartition.Of(unit.PartitionKey, unit.UnitId);
        var number = transaction.NextNumber();
        var isUnique = unit.IsUniqueByInput && unit.InputHash is not null;
        var isNew = session[Insert].Run(
            number,
            unit.UnitId,
            unit.Plugin,
            partition,
            unit.IdempotencyKey,
            unit.InputHash,
            isUnique ? 1L : 0L,
            transaction.Now,
            unit.ExpiresIn is { } span ? SqliteTime.Later(transaction.Now, span) : null) > 0;
        if (!isNew)
        {
            transaction.ReturnNumber();
            return There(session, unit, partition, isUnique, transaction);
        }

        session[InsertInput].Run(number, SqliteBytes.Of(unit.Args), unit.TraceParent, unit.Metadata);
        transaction.Count(unit.Plugin, UnitState.Queued, 1);
        transaction.Signal(UnitSignalKind.Queued, partition, unit.UnitId);
        return new(UnitWriteOutcome.Applied, unit.UnitId);
    }

    /// <summary>Finds the unit with the same input that waits, runs or has succeeded.</summary>
    public static string? Twin(SqliteSession session, string plugin, string inputHash) => (string?)session[ByInput].Value(plugin, inputHash);

    private static UnitWriteResult There(SqliteSession session, NewUnit unit, string partition, bool isUnique, SqliteTransaction transaction)
    {
        if (session[ById].Any(unit.UnitId))
        {
            transaction.Signal(UnitSignalKind.Queued, partition, unit.UnitId);
            return new(UnitWriteOutcome.Applied, unit.UnitId);
        }

        var same = unit.IdempotencyKey is { } key ? (string?)session[ByKey].Value(unit.Plugin, key) : null;
        same ??= isUnique ? Twin(session, unit.Plugin, unit.InputHash!) : null;
        return new(UnitWriteOutcome.Deduplicated, same ?? throw new InvalidOperationException($"The unit '{unit.UnitId}' was not taken in, and there is none that does the same."));
    }
}
