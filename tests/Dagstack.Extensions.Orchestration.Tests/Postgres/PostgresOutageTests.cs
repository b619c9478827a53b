using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>A server of its own that is killed: what was acknowledged is there, and nobody has to do anything.</summary>
public sealed class PostgresOutageTests
{
    [Fact]
    public async Task Server_KilledAndStarted_EverythingGoesOn_AndNothingCountsAsALoss()
    {
        var programs = PostgresPrograms.Find(out var reason);
        Assert.SkipWhen(programs is null, reason);
        await using var server = await PostgresServer.StartNewAsync(programs);

        // A server that has just come back writes to its disk for a while, and answers a beat a second later.
        await using var stage = new PostgresStage(server, static options => options.DeadAfter = TimeSpan.FromSeconds(3));
        using var run = await PostgresRun.StartAsync(stage, 3, TimeSpan.FromMilliseconds(200));
        var store = await stage.OpenAsync();
        await run.EnqueueAsync(partitions: 24, units: 6);
        await run.UntilBusyAsync(run.Nodes[0]);

        await server.KillAsync();
        var refused = await Assert.ThrowsAsync<UnitStoreUnavailableException>(() => PostgresStage.WriteAsync(store, PostgresStage.New("later")));
        Assert.Contains(", is out: ", refused.Message, StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await server.StartAsync();

        await Wait.UntilAsync(() => PostgresRun.IsOutOver(store));
        await run.UntilDoneAsync();
        await run.AssertOrderAndEndsAsync();
        Assert.Equal(0L, await stage.AskAsync("select sum(losses) from {s}.unit"));
        Assert.True(Assert.Single(await store.CountAsync(default)).Succeeded >= 24 * 6);
    }
}
