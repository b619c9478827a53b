using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Queues units again that have ended.</summary>
internal static class SqliteBackfills
{
    private const string Wanted = """
        select number, place from unit
        where plugin in (select plugin from counter where $1 is null or plugin = $1) and state in (3, 4, 5) and (1 << state) & $2
            and ($3 is null or enqueued_at >= $3) and ($4 is null or enqueued_at < $4) and ($5 is null or partition = $5)
        order by place
        """;

    /// <summary>Finds the units that are meant, in their old order.</summary>
    public static List<(long Number, long Place)> Meant(SqliteSession session, BackfillRequest request)
    {
        var states = request.States!.Aggregate(0L, static (bits, state) => bits | (1L << (int)state));
        var meant = new List<(long, long)>();
        var partition = request.PartitionKey is { } key ? UnitPartition.Of(key, string.Empty) : null;
        using var rows = session[Wanted].Read(request.PluginName, states, request.Since?.UtcTicks, request.Until?.UtcTicks, partition);
        while (rows.Read())
        {
            meant.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return meant;
    }

    /// <summary>Queues some of them again: those that nobody has queued meanwhile.</summary>
    public static BackfillResult Write(SqliteTransaction transaction, IEnumerable<(long Number, long Place)> meant)
    {
        var (queued, skipped) = (0, 0);
        foreach (var (number, place) in meant)
        {
            if (EndedUnit.Find(transaction.Session, number) is { } unit && unit.Place == place)
            {
                var isSkipped = unit.Twin(transaction.Session) is not null;
                skipped += isSkipped ? 1 : 0;
                queued += isSkipped ? 0 : 1;
                if (!isSkipped)
                {
                    unit.Reopen(transaction);
                }
            }
        }

        return new() { EnqueuedCount = queued, SkippedCount = skipped };
    }

    /// <summary>Queues one unit again.</summary>
    public static UnitWriteResult Write(SqliteTransaction transaction, RetryWrite write)
    {
        if (UnitRow.Find(transaction.Session, write.UnitId) is not { } row)
        {
            return new(UnitWriteOutcome.NotFound);
        }

        if (EndedUnit.Find(transaction.Session, row.Number) is not { } unit)
        {
            return new(UnitWriteOutcome.NotQueued);
        }

        if (unit.Twin(transaction.Session) is { } twin)
        {
            return new(UnitWriteOutcome.Deduplicated, twin);
        }

        unit.Reopen(transaction);
        return new(UnitWriteOutcome.Applied, write.UnitId);
    }
}
