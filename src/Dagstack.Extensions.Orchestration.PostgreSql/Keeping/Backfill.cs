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
            select {RequeueQuery.Columns} from {database.Schema.Quoted}.unit
            where state = any($1) and ($2 is null or plugin = $2) and ($3 is null or queue = $3) and ($4 is null or enqueued_at >= $4) and ($5 is null or enqueued_at < $5)
            for update skip locked
        ), {RequeueQuery.Of(database.Schema)}
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
