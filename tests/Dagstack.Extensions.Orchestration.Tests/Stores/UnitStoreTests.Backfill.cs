using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Units are queued again, and removed.</content>
public abstract partial class UnitStoreTests
{
    [Theory]
    [InlineData(UnitEndKind.Failed)]
    [InlineData(UnitEndKind.Cancelled)]
    [InlineData(UnitEndKind.Expired)]
    public async Task Backfill_UnitThatHasEnded_WaitsAgainWithItsCheckpoint(UnitEndKind kind)
    {
        var (unitId, lease) = await EnqueueAndStartAsync(New(expiresIn: TimeSpan.FromSeconds(1)));
        await WriteAsync(new CheckpointWrite { Lease = lease, UnitId = unitId, Run = 1, Key = "step", Value = Json("1") });
        await MoveAsync(lease, End(unitId, kind, error: "no luck"));
        await PassAsync(TimeSpan.FromSeconds(1));
        Signals.Clear();

        Assert.Equal((1, 0), await CountsOf(BackfillAsync()));

        var details = await GetAsync(unitId);
        Assert.Equal((UnitState.Queued, 0, 0, null, null), (details.State, details.Failures, details.Losses, details.Error, details.FinishedAt));
        Assert.NotNull(await Store.LoadCheckpointAsync(unitId, "step", default));
        Assert.Equal(["k:p"], await RunnableAsync());
        var head = await HeadAsync(lease);
        Assert.Equal((unitId, null), (head.UnitId, head.ExpiresIn));
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, start: Start(unitId, head.Run + 1)));
        Assert.Equal((0, 0), await CountsOf(BackfillAsync()));
    }

    [Fact]
    public async Task Backfill_EndOfBeforeSaidAgain_DoesNotEndItAgain()
    {
        var (unitId, lease) = await EnqueueAndEndAsync(UnitEndKind.Failed);
        await BackfillAsync();

        await MoveAsync(lease, End(unitId, UnitEndKind.Failed, error: "no luck"));

        Assert.Equal(UnitState.Queued, await StateAsync(unitId));
    }

    [Fact]
    public async Task Backfill_Several_AreAtTheEndInTheirOldOrder()
    {
        var failed = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            failed.Add((await EnqueueAndEndAsync(UnitEndKind.Failed)).UnitId);
        }

        var waits = await EnqueueAsync();

        Assert.Equal((5, 0), await CountsOf(BackfillAsync()));

        var after = await EnqueueAsync();
        string[] expected = [waits, .. failed, after];
        Assert.Equal(expected, await QueueAsync(await ClaimAsync()));
    }

    [Fact]
    public async Task Backfill_Filters_TakeWhatIsMeant()
    {
        var (failed, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("a"));
        var (cancelled, _) = await EnqueueAndEndAsync(UnitEndKind.Cancelled, New("b"));
        var (expired, _) = await EnqueueAndEndAsync(UnitEndKind.Expired, New("c", OtherPlugin));
        await PassAsync(TimeSpan.FromMilliseconds(100));
        var (later, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("d"));
        var middle = (await GetAsync(later)).EnqueuedAt;

        Assert.Equal((0, 0), await CountsOf(BackfillAsync(plugin: "job:none")));
        Assert.Equal((0, 0), await CountsOf(BackfillAsync(partitionKey: "none")));
        Assert.Equal((0, 0), await CountsOf(BackfillAsync(partitionKey: "a", states: UnitState.Cancelled)));
        Assert.Equal((0, 0), await CountsOf(BackfillAsync(since: middle.AddSeconds(30))));
        Assert.Equal((1, 0), await CountsOf(BackfillAsync(since: middle)));
        Assert.Equal((1, 0), await CountsOf(BackfillAsync(until: middle, states: UnitState.Failed)));
        Assert.Equal((1, 0), await CountsOf(BackfillAsync(plugin: OtherPlugin)));
        Assert.Equal((1, 0), await CountsOf(BackfillAsync(Plugin, "b", states: UnitState.Cancelled)));

        foreach (var unitId in (string[])[failed, cancelled, expired, later])
        {
            Assert.Equal(UnitState.Queued, await StateAsync(unitId));
        }
    }

    [Fact]
    public async Task Backfill_TwinThatWaitsRunsOrHasSucceeded_IsSkipped()
    {
        await EnqueueAndEndAsync(UnitEndKind.Failed, New("a", hash: "waits"));
        await EnqueueAsync(New("b", hash: "waits"));
        await EnqueueAndEndAsync(UnitEndKind.Failed, New("c", hash: "succeeded"));
        await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("d", hash: "succeeded"));
        var (first, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("e", hash: "twice"));
        var (second, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("f", hash: "twice"));
        await EnqueueAndEndAsync(UnitEndKind.Failed, New("g", hash: "free", isUnique: false));
        await EnqueueAsync(New("h", hash: "free", isUnique: false));

        Assert.Equal((2, 3), await CountsOf(BackfillAsync()));

        Assert.Equal((UnitState.Queued, UnitState.Failed), (await StateAsync(first), await StateAsync(second)));
    }

    [Fact]
    public async Task Backfill_ThreeAtOnce_QueueEachUnitOnce()
    {
        const int Units = 60;
        for (var i = 0; i < Units; i++)
        {
            await EnqueueAndEndAsync(UnitEndKind.Failed, New($"p{i % 7}"));
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => CountsOf(BackfillAsync()))));

        Assert.Equal(Units, results.Sum(static result => result.Queued));
        Assert.Equal((Units, 0), (Assert.Single(await Store.CountAsync(default)).Queued, Assert.Single(await Store.CountAsync(default)).Failed));
    }

    [Fact]
    public async Task Sweep_RemovesWhatEndedLongAgoAndNothingElse()
    {
        var (succeeded, lease) = await EnqueueAndStartAsync(New("a", key: "key"));
        await WriteAsync(new CheckpointWrite { Lease = lease, UnitId = succeeded, Run = 1, Key = "step", Value = Json("1") });
        await MoveAsync(lease, new() { UnitId = succeeded, Run = 1, Kind = UnitEndKind.Succeeded, Output = Json("1") });
        var (failed, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("b"));
        var (halts, _) = await EnqueueAndEndAsync(UnitEndKind.FailedAndHalts, New("c"));
        var waits = await EnqueueAsync(New("d"));
        var (runs, _) = await EnqueueAndStartAsync(New("e"));
        await PassAsync(TimeSpan.FromSeconds(1));
        var (fresh, _) = await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("f"));

        Assert.Equal(0, await Store.SweepAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(1), 100, default));
        Assert.Equal(1, await Store.SweepAsync(TimeSpan.FromSeconds(0.9), TimeSpan.FromHours(1), 100, default));
        Assert.Null(await Store.FindAsync(succeeded, default));
        Assert.Null(await Store.LoadCheckpointAsync(succeeded, "step", default));
        Assert.Equal(1, await Store.SweepAsync(TimeSpan.FromHours(1), TimeSpan.Zero, 100, default));
        Assert.Null(await Store.FindAsync(failed, default));

        Assert.Equal([fresh, runs, waits, halts], (await Store.ListAsync(new(), default)).Units.Select(static unit => unit.UnitId));
        await EnqueueAsync(New("a", key: "key"));
    }

    [Fact]
    public async Task Sweep_Limit_IsKept()
    {
        for (var i = 0; i < 5; i++)
        {
            await EnqueueAndEndAsync(i % 2 == 0 ? UnitEndKind.Succeeded : UnitEndKind.Cancelled);
        }

        foreach (var removed in (int[])[2, 2, 1, 0])
        {
            Assert.Equal(removed, await Store.SweepAsync(TimeSpan.Zero, TimeSpan.Zero, 2, default));
        }

        Assert.Empty(await Store.CountAsync(default));
    }
}
