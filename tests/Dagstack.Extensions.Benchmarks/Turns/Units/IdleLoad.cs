using Dagstack.Extensions.Orchestration.Tests.Postgres;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>What a database is asked while there is nothing to do.</summary>
internal static class IdleLoad
{
    /// <summary>Counts.</summary>
    /// <returns>Transactions a second.</returns>
    public static async Task<double> MeasureAsync(PostgresServer server, TimeSpan span, Func<string, Task<IUnitStage>> start)
    {
        var database = await server.NewDatabaseAsync().ConfigureAwait(false);
        var stage = await start(database).ConfigureAwait(false);
        await using (stage.ConfigureAwait(false))
        {
            // What was done at the start has been reported by then.
            await Task.Delay(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            var before = await CountAsync(server, database).ConfigureAwait(false);
            await Task.Delay(span).ConfigureAwait(false);
            return (await CountAsync(server, database).ConfigureAwait(false) - before) / span.TotalSeconds;
        }
    }

    private static async Task<long> CountAsync(PostgresServer server, string database) =>
        (long)(await server.ExecuteAsync($"select xact_commit + xact_rollback from pg_stat_database where datname = '{new Npgsql.NpgsqlConnectionStringBuilder(database).Database}'").ConfigureAwait(false))!;
}
