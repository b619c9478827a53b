using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Keeping;

/// <summary>Removes units that ended long ago. One process at a time: the others find the lock taken, and do nothing.</summary>
/// <param name="database">Where.</param>
internal sealed class Sweep(Database database)
{
    private const int SweepLock = 2;

    private readonly string _sql = $"""
        with turn as materialized (select pg_try_advisory_xact_lock({database.Schema.LockSpace}, {SweepLock}) as is_mine
        ), well as materialized (
            select unit_id from {database.Schema.Quoted}.unit, turn
            where is_mine and state = {UnitRow.Succeeded} and finished_at <= now() - $1 * interval '1 microsecond' limit $3 for update of unit skip locked
        ), other as materialized (
            select unit_id from {database.Schema.Quoted}.unit, turn
            where is_mine and state in ({UnitRow.Failed}, {UnitRow.Cancelled}, {UnitRow.Expired}) and finished_at <= now() - $2 * interval '1 microsecond' limit $3 for update of unit skip locked
        ), gone as (
            delete from {database.Schema.Quoted}.unit where unit_id in (select unit_id from well union all select unit_id from other limit $3) returning unit_id
        ), saved as (
            delete from {database.Schema.Quoted}.checkpoint c using gone g where c.unit_id = g.unit_id
        )
        select count(*)::int from gone
        """;

    /// <summary>Removes units.</summary>
    /// <param name="keepSucceeded">How long those are kept that have succeeded.</param>
    /// <param name="keepOthers">How long the others are kept.</param>
    /// <param name="limit">How many are removed at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<int> RunAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(_sql).Span(keepSucceeded).Span(keepOthers).Int(limit);
        var removed = await database.QueryAsync(command, static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        return removed[0];
    }
}
