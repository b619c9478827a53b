using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>
/// Takes partitions for a store that is used by one process alone. What another such store has is taken from it, as from one that was before; what
/// processes that know of each other have is left to them while they live.
/// </summary>
/// <param name="database">Where.</param>
internal sealed class StoreClaim(Database database)
{
    private readonly string _sql = $"""
        with recursive {HeadQuery.All(database.Schema)}, found as materialized (
            select h.queue, {HeadQuery.Partition("h")} as partition, l.epoch as old_epoch, h.seq,
                coalesce(l.owner = $2, false) as is_kept
            from heads h left join {database.Schema.Quoted}.lease l on l.queue = h.queue
            where h.state <> {UnitRow.Halting} and h.plugin = any($1) and not h.queue = any($3)
                and (h.not_before is null or h.not_before <= now())
                and (l.queue is null or l.owner = $2 or not exists (select from {database.Schema.Quoted}.node n where n.node = l.owner and n.beat + n.dead_after > now()))
            order by h.seq limit $4
        ), picked as materialized (select * from found where not is_kept
        ), {TakeQuery.Of(database.Schema, "$2")}
        select t.partition, t.epoch, p.seq from taken t join picked p on p.partition = t.partition
        union all select partition, old_epoch, seq from found where is_kept order by 3
        """;

    private readonly string _me = "store:" + Guid.NewGuid().ToString("N");

    /// <summary>Takes partitions that have something to run.</summary>
    /// <param name="plugins">Whose.</param>
    /// <param name="except">Which are not wanted.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UnitLease>> RunAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(_sql).Texts(plugins).Text(_me).Guids(except.Select(RowKey.Of)).Int(limit);
        return await database.QueryAsync(command, static row => new UnitLease(row.GetString(0), row.GetInt64(1)), cancellationToken).ConfigureAwait(false);
    }
}
