using System.Globalization;
using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Orchestration.Tests.Postgres;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Units of work in each of their stores, and jobs of Hangfire.</summary>
internal static class UnitTurns
{
    private const int Few = 8;
    private const int Many = 256;

    /// <summary>Measures, all of it or one part.</summary>
    public static async Task RunAsync(bool isShort, string? part)
    {
        if (PostgresPrograms.Find(out var reason) is not { } programs)
        {
            Console.WriteLine(reason);
            return;
        }

        using var folder = new TempFolder();
        await using var server = await PostgresServer.StartNewAsync(programs);
        var ways = new UnitWays(server, folder);
        if (!isShort && (part is null or "load"))
        {
            await LoadTable.WriteAsync(Few, 3, TimeSpan.FromSeconds(1), Ways(ways)).ConfigureAwait(false);
        }

        if (part is null or "load")
        {
            await CompareLoadAsync(ways, isShort ? 1 : 3, TimeSpan.FromSeconds(isShort ? 0.3 : 1)).ConfigureAwait(false);
        }

        if (part is null or "one")
        {
            await CompareOneAsync(ways, TimeSpan.FromSeconds(isShort ? 0.3 : 3)).ConfigureAwait(false);
        }

        if (part is null or "kept")
        {
            await CompareKeptAsync(server, folder, isShort ? 20 : 1_000, TimeSpan.FromSeconds(isShort ? 1 : 10)).ConfigureAwait(false);
        }

        if (part is null or "idle")
        {
            await WriteIdleAsync(server, TimeSpan.FromSeconds(isShort ? 2 : 10)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs units of a database until the input ends.</summary>
    public static async Task RunNodeAsync(string database, int callers)
    {
        await using var stage = await UnitStage.StartAsync(x => UnitWays.Use(x, database, callers)).ConfigureAwait(false);
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    private static UnitWay[] Ways(UnitWays ways) => [ways.Hangfire, UnitWays.Memory, ways.SqliteFull, ways.SqliteNormal, ways.PostgreSql, ways.PostgreSqlOfThree];

    private static async Task CompareLoadAsync(UnitWays ways, int rounds, TimeSpan span)
    {
        UnitWay[] all = [.. Ways(ways), ways.SqliteAlone, ways.PostgreSqlAlone, ways.PostgreSqlByDefault];
        var taken = await LoadTable.WriteAsync(Many, rounds, span, all).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n| {Many} callers, all that waits by one commit / a commit for each write | enqueues | units |"));
        Console.WriteLine("|---|--:|--:|");
        foreach (var (name, grouped, alone) in new[] { ("SQLite, FULL", 2, 6), ("PostgreSQL", 4, 7) })
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {LoadTable.Ratio(taken[grouped], taken[alone], static one => one.Enqueues):N1} | {LoadTable.Ratio(taken[grouped], taken[alone], static one => one.Units):N1} |"));
        }
    }

    private static async Task CompareOneAsync(UnitWays ways, TimeSpan span)
    {
        Console.WriteLine("\n| one unit at a time, ms | enqueue p50 | p99 | until its code p50 | p99 | until it has ended p50 | p99 |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        foreach (var way in Ways(ways))
        {
            var stage = await way.StartAsync(1).ConfigureAwait(false);
            await using (stage.ConfigureAwait(false))
            {
                var one = new OneUnit(stage);
                await one.RunAsync(span).ConfigureAwait(false);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way.Name} | {Times(one.Enqueued)} | {Times(one.Begun)} | {Times(one.Ended)} |"));
            }
        }
    }

    private static async Task CompareKeptAsync(PostgresServer server, TempFolder folder, int times, TimeSpan span)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n| one enqueue, ms | {KeptUnits.Seed:N0} units kept p50 | {KeptUnits.Seed * times:N0} kept p50 | ratio | until it has ended, few | many |"));
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        var (few, many) = (folder.Combine("few.db"), folder.Combine("many.db"));
        await KeptUnits.SeedAsync(await UnitWays.StartAsync(few, SqliteSynchronous.Normal).ConfigureAwait(false)).ConfigureAwait(false);
        await KeptUnits.SeedAsync(await UnitWays.StartAsync(many, SqliteSynchronous.Normal).ConfigureAwait(false)).ConfigureAwait(false);
        KeptUnits.Fill(many, times);
        foreach (var (name, synchronous) in new[] { ("SQLite, FULL", SqliteSynchronous.Full), ("SQLite, NORMAL", SqliteSynchronous.Normal) })
        {
            await CompareKeptAsync(name, span, () => UnitWays.StartAsync(few, synchronous), () => UnitWays.StartAsync(many, synchronous)).ConfigureAwait(false);
        }

        var (fewBase, manyBase) = (await server.NewDatabaseAsync().ConfigureAwait(false), await server.NewDatabaseAsync().ConfigureAwait(false));
        await KeptUnits.SeedAsync(await UnitWays.StartAsync(fewBase, 1, 1).ConfigureAwait(false)).ConfigureAwait(false);
        await KeptUnits.SeedAsync(await UnitWays.StartAsync(manyBase, 1, 1).ConfigureAwait(false)).ConfigureAwait(false);
        await KeptUnits.FillAsync(server, manyBase, times).ConfigureAwait(false);
        await CompareKeptAsync("PostgreSQL", span, () => UnitWays.StartAsync(fewBase, 1, 1), () => UnitWays.StartAsync(manyBase, 1, 1)).ConfigureAwait(false);
    }

    private static async Task CompareKeptAsync(string name, TimeSpan span, Func<Task<IUnitStage>> startFew, Func<Task<IUnitStage>> startMany)
    {
        var few = await startFew().ConfigureAwait(false);
        await using (few.ConfigureAwait(false))
        {
            var many = await startMany().ConfigureAwait(false);
            await using (many.ConfigureAwait(false))
            {
                var (first, second) = await KeptUnits.CompareAsync(few, many, span).ConfigureAwait(false);
                var enqueued = OneUnit.Quantile(second.Enqueued, 0.5) / OneUnit.Quantile(first.Enqueued, 0.5);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {OneUnit.Quantile(first.Enqueued, 0.5):N2} | {OneUnit.Quantile(second.Enqueued, 0.5):N2} | {enqueued:N2} | {OneUnit.Quantile(first.Ended, 0.5):N2} | {OneUnit.Quantile(second.Ended, 0.5):N2} |"));
            }
        }
    }

    private static async Task WriteIdleAsync(PostgresServer server, TimeSpan span)
    {
        Console.WriteLine("\n| idle | transactions/s |");
        Console.WriteLine("|---|--:|");
        (string Name, Func<string, Task<IUnitStage>> Start)[] idle =
        [
            ("PostgreSQL, 1 process", static database => UnitWays.StartAsync(database, 1, 1)),
            ("PostgreSQL, 3 processes", static database => UnitWays.StartAsync(database, 3, 1)),
            ("Hangfire, PostgreSQL", static database => Task.FromResult<IUnitStage>(new HangfireStage(database + ";Maximum Pool Size=100", Many))),
        ];
        foreach (var (name, start) in idle)
        {
            var perSecond = await IdleLoad.MeasureAsync(server, span, start).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {perSecond:N1} |"));
        }
    }

    private static string Times(List<double> values) => string.Create(CultureInfo.InvariantCulture, $"{OneUnit.Quantile(values, 0.5):N2} | {OneUnit.Quantile(values, 0.99):N2}");
}
