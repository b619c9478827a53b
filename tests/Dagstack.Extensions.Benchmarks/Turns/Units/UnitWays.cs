using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Orchestration.Tests.Postgres;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>The ways that are compared. Each start has a file or a database of its own.</summary>
/// <param name="server">Where databases are.</param>
/// <param name="folder">Where files are.</param>
internal sealed class UnitWays(PostgresServer server, TempFolder folder)
{
    /// <summary>Gets what the others are measured by.</summary>
    public UnitWay Hangfire => new("Hangfire, PostgreSQL", async callers => new HangfireStage(await server.NewDatabaseAsync().ConfigureAwait(false) + ";Maximum Pool Size=100;Timeout=60", callers));

    public static UnitWay Memory => new("memory", static async callers => await UnitStage.StartAsync(x => x.UseInMemory().MaxConcurrency = AtATime(callers)).ConfigureAwait(false));

    public UnitWay SqliteFull => Sqlite("SQLite, FULL", SqliteSynchronous.Full, isGrouped: true);

    public UnitWay SqliteNormal => Sqlite("SQLite, NORMAL", SqliteSynchronous.Normal, isGrouped: true);

    public UnitWay SqliteAlone => Sqlite("SQLite, FULL, a commit for each write", SqliteSynchronous.Full, isGrouped: false);

    public UnitWay PostgreSql => new("PostgreSQL, 1 process", async callers => await StartAsync(await server.NewDatabaseAsync().ConfigureAwait(false), 1, callers).ConfigureAwait(false));

    public UnitWay PostgreSqlOfThree => new("PostgreSQL, 3 processes", async callers => await StartAsync(await server.NewDatabaseAsync().ConfigureAwait(false), 3, callers).ConfigureAwait(false));

    /// <summary>Gets the same with the number of units at a time that is the default.</summary>
    public UnitWay PostgreSqlByDefault => new("PostgreSQL, 1 process, by default", async _ => await StartAsync(await server.NewDatabaseAsync().ConfigureAwait(false), 1, 0).ConfigureAwait(false));

    public UnitWay PostgreSqlAlone => new("PostgreSQL, a commit for each write", async callers =>
    {
        var database = await server.NewDatabaseAsync().ConfigureAwait(false);
        return await UnitStage.StartAsync(x => Use(x, database, callers).MaxBatch = 1).ConfigureAwait(false);
    });

    /// <summary>Keeps units in a database.</summary>
    public static OrchestrationOptions Use(OrchestrationOptions options, string database, int callers)
    {
        options.MaxConcurrency = AtATime(callers);
        return options
            .UseStore(_ => new PostgreSqlUnitStore(database + ";Maximum Pool Size=20", null, null))
            .UsePlacement(static (_, store) => new LeasePlacement((PostgreSqlUnitStore)store));
    }

    /// <summary>Keeps units in a file that is there, or is made.</summary>
    public static async Task<IUnitStage> StartAsync(string file, SqliteSynchronous synchronous) =>
        await UnitStage.StartAsync(x => x.UseSqlite(file, o => o.Synchronous = synchronous)).ConfigureAwait(false);

    /// <summary>Starts this process, and others beside it, on a database.</summary>
    public static async Task<IUnitStage> StartAsync(string database, int processes, int callers)
    {
        var others = processes > 1 ? await UnitNodes.StartAsync(database, processes - 1, callers).ConfigureAwait(false) : null;
        return await UnitStage.StartAsync(x => Use(x, database, callers), others).ConfigureAwait(false);
    }

    /// <summary>Units keep no threads, and as many may run as there are callers. Fewer than the default are none of this.</summary>
    private static int AtATime(int callers) => Math.Max(new OrchestrationOptions().MaxConcurrency, callers);

    private UnitWay Sqlite(string name, SqliteSynchronous synchronous, bool isGrouped) => new(name, async callers => await UnitStage.StartAsync(x =>
    {
        x.MaxConcurrency = AtATime(callers);
        x.UseSqlite(folder.Combine($"{Guid.NewGuid():N}.db"), o => o.Synchronous = synchronous);
        x.MaxBatch = isGrouped ? x.MaxBatch : 1;
    }).ConfigureAwait(false));
}
