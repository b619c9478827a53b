using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Processes that die, hang and leave, and a server that dies. They run units by the store and the placement alone.</summary>
[Collection(nameof(PostgresTests))]
public sealed class PostgresProcessTests(SharedPostgres postgres)
{
    private static readonly TimeSpan Unit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Kill_OneOfThree_IsSeenByItsSession_AndNobodyElseIsDisturbed()
    {
        // Longer than the test waits: what sees the death is the session.
        await using var stage = new PostgresStage(postgres.Server, static options => options.DeadAfter = TimeSpan.FromMinutes(5));
        using var run = await PostgresRun.StartAsync(stage, 3, Unit);
        await run.EnqueueAsync(partitions: 24, units: 4);
        await run.UntilBusyAsync(run.Nodes[1]);

        var killed = run.Nodes[1].Kill();

        await run.UntilDoneAsync();
        await run.AssertOrderAndEndsAsync();
        PostgresRun.AssertUndisturbed(run.Nodes[0], run.Nodes[2]);
        var lost = PostgresRun.Open(run.Nodes[1]);
        Assert.NotEmpty(lost);
        Assert.All(lost, unit => Assert.Contains(run.Others(run.Nodes[1]), said => said.What == "started" && said.Whom == unit && said.Run == 2 && said.At > killed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hold_OneOfThree_IsSeenByItsBeat_AndChangesNothingWhenItGoesOn(bool useSessionLocks)
    {
        await using var stage = new PostgresStage(postgres.Server, options => (options.UseSessionLocks, options.DeadAfter) = (useSessionLocks, DeadAfter));
        using var run = await PostgresRun.StartAsync(stage, 3, Unit);
        await run.EnqueueAsync(partitions: 24, units: 4);
        var held = run.Nodes[1];
        await run.UntilBusyAsync(held);

        await held.HoldAsync();
        await run.UntilDoneAsync();
        await held.GoOnAsync();

        await Wait.UntilAsync(() => held.Count("lost") > 0 && held.Count("fenced") > 0);
        PostgresRun.AssertUndisturbed(run.Nodes[0], run.Nodes[2]);
        await run.AssertOrderAndEndsAsync(late: held);
        await run.EnqueueAsync(partitions: 24, units: 2);
        await run.UntilDoneAsync();
        await held.LeaveAsync();
        Assert.Equal(1, held.Count("left"));
    }

    [Fact]
    public async Task Kill_BehindAPooler_IsSeenByTheBeat()
    {
        await using var stage = new PostgresStage(postgres.Server, static options => (options.UseSessionLocks, options.DeadAfter) = (false, DeadAfter));
        using var run = await PostgresRun.StartAsync(stage, 2, Unit);
        await run.EnqueueAsync(partitions: 12, units: 3);
        await run.UntilBusyAsync(run.Nodes[0]);

        run.Nodes[0].Kill();

        await run.UntilDoneAsync();
        await run.AssertOrderAndEndsAsync();
        PostgresRun.AssertUndisturbed(run.Nodes[1]);
        Assert.Equal(0L, await stage.AskAsync("select count(*) from pg_locks where locktype = 'advisory' and classid <> 0 and objid in (select session from {s}.node where session > 0)"));
    }

    [Fact]
    public async Task Leave_OneOfThree_InterruptsNobody()
    {
        await using var stage = new PostgresStage(postgres.Server, static options => options.DeadAfter = TimeSpan.FromMinutes(5));
        using var run = await PostgresRun.StartAsync(stage, 3, Unit);
        await run.EnqueueAsync(partitions: 24, units: 3);
        await run.UntilBusyAsync(run.Nodes[2]);

        await run.Nodes[2].LeaveAsync();

        await run.UntilDoneAsync();
        await run.AssertOrderAndEndsAsync();
        PostgresRun.AssertUndisturbed([.. run.Nodes]);
        Assert.Equal(2L, await stage.AskAsync("select count(*) from {s}.node"));
        Assert.Equal(0L, await stage.AskAsync("select sum(losses) from {s}.unit"));
    }
}
