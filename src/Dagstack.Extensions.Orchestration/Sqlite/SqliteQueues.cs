using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Reads queues: what runners ask for.</summary>
internal static class SqliteQueues
{
    private const string Load = """
        select unit_id, plugin, args, state, run, failures, losses, epoch, is_cancelling, not_before, expires_at, enqueued_at, input_hash, trace_parent, metadata
        from unit join input using (number) where partition = $1 and is_open = 1 order by place limit $2
        """;

    private const string Ready = "select partition, ready_at, place from unit where plugin = $1 and ready_at is not null and ready_at <= $2 order by ready_at, place";
    private const string Asked = "select 1 from unit where unit_id = $1 and is_cancelling = 1";

    /// <summary>Reads the beginning of the queue of a partition.</summary>
    public static UnitQueue Read(SqliteSession session, string partition, int limit, long epoch, long now)
    {
        string? haltedBy = null;
        var units = new List<OpenUnit>();
        using var rows = session[Load].Read(partition, limit + 2L);
        while (rows.Read())
        {
            if ((UnitState)rows.GetInt32(3) == UnitState.Failed)
            {
                haltedBy ??= rows.GetString(0);
            }
            else
            {
                units.Add(Unit(rows, partition, epoch, now));
            }
        }

        var hasMore = units.Count > limit;
        return new() { Units = hasMore ? units[..limit] : units, HaltedBy = haltedBy, HasMore = hasMore };
    }

    /// <summary>Finds the partitions that have something to run, those that wait longest first.</summary>
    public static List<UnitLease> FindRunnable(SqliteSession session, IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, long epoch, long now)
    {
        var found = new List<(long ReadyAt, long Place, string Partition)>();
        foreach (var plugin in plugins.Distinct(StringComparer.Ordinal))
        {
            var before = found.Count;
            using var rows = session[Ready].Read(plugin, now);
            while (found.Count - before < limit && rows.Read())
            {
                if (rows.GetString(0) is var partition && !except.Contains(partition))
                {
                    found.Add((rows.GetInt64(1), rows.GetInt64(2), partition));
                }
            }
        }

        return [.. found.Order().Take(limit).Select(head => new UnitLease(head.Partition, epoch))];
    }

    /// <summary>Finds those of some units that somebody has asked to end.</summary>
    public static List<string> FindCancelled(SqliteSession session, IReadOnlyCollection<string> unitIds) =>
        [.. unitIds.Where(unitId => session[Asked].Any(unitId))];

    private static OpenUnit Unit(SqliteDataReader row, string partition, long epoch, long now)
    {
        var isRunning = (UnitState)row.GetInt32(3) == UnitState.Running;
        return new()
        {
            UnitId = row.GetString(0),
            Plugin = row.GetString(1),
            Args = row.GetFieldValue<byte[]>(2),
            PartitionKey = UnitPartition.KeyOf(partition),
            Run = row.GetInt32(4),
            Failures = row.GetInt32(5),
            Losses = row.GetInt32(6),
            IsRunning = isRunning,
            IsLost = isRunning && row.GetInt64(7) != epoch,
            IsCancelling = row.GetBoolean(8),
            DueIn = row.IsDBNull(9) ? TimeSpan.Zero : new(Math.Max(0, row.GetInt64(9) - now)),
            ExpiresIn = row.IsDBNull(10) ? null : new(row.GetInt64(10) - now),
            Waited = new(now - row.GetInt64(11)),
            InputHash = row.IsDBNull(12) ? null : row.GetString(12),
            TraceParent = row.IsDBNull(13) ? null : row.GetString(13),
            Metadata = row.IsDBNull(14) ? null : row.GetString(14),
        };
    }
}
