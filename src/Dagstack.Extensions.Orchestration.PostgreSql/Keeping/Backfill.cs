using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Dagstack.Extensions.Plugins;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Keeping;

/// <summary>Queues units again that have ended, by one statement: rows that another backfill has are passed over, so that each is queued once.</summary>
/// <param name="database">Where.</param>
internal sealed class Backfill(Database database)
{
    private const int MaxTries = 8;

    private readonly string _sql = $"""
        with picked as materialized (
            select unit_id, input_id, is_unique, seq, state from {database.Schema.Quoted}.unit
            where state = any($1) and ($2 is null or plugin = $2) and ($3 is null or queue = $3) and ($4 is null or enqueued_at >= $4) and ($5 is null or enqueued_at < $5)
            for update skip locked
        ), alone as materialized (
            select p.*, row_number() over (partition by case when is_unique then input_id::text else unit_id end order by seq) = 1
                and not (is_unique and exists (select from {database.Schema.Quoted}.unit t where t.input_id = p.input_id and t.is_unique and t.state in (1, 2, 3))) as may
            from picked p
        ), queued as (
            update {database.Schema.Quoted}.unit u set
                state = {UnitRow.Queued}, seq = n.place, failures = 0, losses = 0, lost = false, cancelling = false, let_go = false,
                error = null, finished_at = null, not_before = null, expires_at = null
            from (
                select unit_id, case when state = {UnitRow.Halting} then seq else nextval('{database.Schema.Quoted}.place') end as place
                from (select * from alone where may order by seq offset 0) ordered
            ) n
            where u.unit_id = n.unit_id
            returning u.unit_id
        )
        select (select count(*) from queued), (select count(*) from alone where not may)
        """;

    /// <summary>Queues units again.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<BackfillResult> RunAsync(BackfillRequest request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.UseAsync((connection, token) => RunOnceAsync(connection, request, token), cancellationToken).ConfigureAwait(false);
            }
            catch (UnitStoreException error) when (tries < MaxTries && error.InnerException is { } inner && DatabaseErrors.IsCollision(inner))
            {
                // The same work was taken in between: seen from now on, it is passed over.
            }
        }
    }

    private async Task<BackfillResult> RunOnceAsync(NpgsqlConnection connection, BackfillRequest request, CancellationToken cancellationToken)
    {
        var queue = request.PartitionKey is { } key ? RowKey.Of(PartitionName.Of(key, "")) : (Guid?)null;
        var command = new NpgsqlBatchCommand(_sql)
            .Shorts(request.States!.Distinct().SelectMany(UnitRow.RowsOf))
            .Text(request.PluginName)
            .Guid(queue)
            .Time(request.Since)
            .Time(request.Until);

        // A million rows take their time; who waits has a token.
        var counts = await connection.QueryAsync(command, static row => (Queued: row.GetInt64(0), Skipped: row.GetInt64(1)), cancellationToken, timeout: 0).ConfigureAwait(false);
        return new() { EnqueuedCount = counts[0].Queued, SkippedCount = counts[0].Skipped };
    }
}
