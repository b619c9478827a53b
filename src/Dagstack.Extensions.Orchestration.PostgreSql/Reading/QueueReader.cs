using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Reading;

/// <summary>Reads the beginnings of queues.</summary>
/// <param name="database">Where.</param>
internal sealed class QueueReader(Database database)
{
    private readonly string _load = $"""
        select g.ordinal::int, l.queue is not null, l.queue is null and o.queue is not null,
            u.unit_id, u.state, u.plugin, u.args, u.partition_key, u.run, u.failures, u.losses, u.state = {UnitRow.Running} and u.lost and u.epoch <> g.epoch, u.cancelling,
            (greatest(extract(epoch from u.not_before - now()), 0) * 1000000)::bigint,
            (extract(epoch from u.expires_at - now()) * 1000000)::bigint,
            (extract(epoch from now() - u.enqueued_at) * 1000000)::bigint,
            u.input_hash, u.traceparent, u.metadata
        from unnest($1, $2) with ordinality as g(queue, epoch, ordinal)
        left join {database.Schema.Quoted}.lease l on l.queue = g.queue and l.epoch = g.epoch
        left join {database.Schema.Quoted}.lease o on o.queue = g.queue
        left join lateral (
            select * from {database.Schema.Quoted}.unit u where u.queue = l.queue and u.state <= 2 order by u.queue, u.state, u.seq limit $3
        ) u on true
        order by g.ordinal, u.state, u.seq
        """;

    /// <summary>Loads queues.</summary>
    /// <param name="leases">The partitions.</param>
    /// <param name="limit">How many units of each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken)
    {
        if (leases.Count == 0)
        {
            return [];
        }

        // One that halts, and one more that says whether there are more.
        var command = new NpgsqlBatchCommand(_load)
            .Guids(leases.Select(static lease => RowKey.Of(lease.Partition)))
            .Longs(leases.Select(static lease => lease.Epoch))
            .Int(limit >= int.MaxValue - 2 ? int.MaxValue : limit + 2);
        var rows = await database.QueryAsync(command, Read, cancellationToken).ConfigureAwait(false);
        var queues = rows.ToLookup(static row => row.Place);
        return [.. leases.Select((lease, place) => QueueOf(lease, [.. queues[place + 1]], limit))];
    }

    private static UnitQueue? QueueOf(UnitLease lease, QueueRow[] rows, int limit)
    {
        // The partition of one unit goes with it. That it has nothing to run is no loss of its lease.
        var isGone = PartitionName.IsOwn(lease.Partition) && !rows[0].IsOthers;
        if (!rows[0].IsValid && !isGone)
        {
            return null;
        }

        var units = rows.Where(static row => row is { Unit: not null, IsHalting: false }).Select(static row => row.Unit!).ToArray();
        return new()
        {
            Units = units.Length > limit ? units[..limit] : units,
            HaltedBy = rows.FirstOrDefault(static row => row.IsHalting)?.Unit?.UnitId,
            HasMore = units.Length > limit,
        };
    }

    private static QueueRow Read(NpgsqlDataReader row) => new()
    {
        Place = row.GetInt32(0),
        IsValid = row.GetBoolean(1),
        IsOthers = row.GetBoolean(2),
        IsHalting = !row.IsDBNull(4) && row.GetInt16(4) == UnitRow.Halting,
        Unit = row.IsDBNull(3) ? null : ReadUnit(row),
    };

    private static OpenUnit ReadUnit(NpgsqlDataReader row) => new()
    {
        UnitId = row.GetString(3),
        Plugin = row.GetString(5),
        Args = row.GetFieldValue<byte[]>(6),
        PartitionKey = row.TextOrNull(7),
        Run = row.GetInt32(8),
        Failures = row.GetInt32(9),
        Losses = row.GetInt32(10),
        IsRunning = row.GetInt16(4) == UnitRow.Running,
        IsLost = row.GetBoolean(11),
        IsCancelling = row.GetBoolean(12),
        DueIn = row.IsDBNull(13) ? TimeSpan.Zero : row.Span(13),
        ExpiresIn = row.IsDBNull(14) ? null : row.Span(14),
        Waited = row.Span(15),
        InputHash = row.TextOrNull(16),
        TraceParent = row.TextOrNull(17),
        Metadata = row.TextOrNull(18),
    };
}
