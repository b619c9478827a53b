using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>The right to run a partition, and who has lost it.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task Lease_OfBefore_IsFencedAndChangesNothing()
    {
        var (unitId, old) = await EnqueueAndStartAsync();
        await WriteAsync(new CheckpointWrite { Lease = old, UnitId = unitId, Run = 1, Key = "step", Value = Json("1") });
        await TakeOverAsync();
        var lease = await ClaimAsync();
        Assert.True(lease.Epoch > old.Epoch);
        var other = await EnqueueAsync();

        var refused = await Store.WriteAsync(
            [
                new UnitMove { Lease = old, End = End(unitId, UnitEndKind.Succeeded), Start = Start(other) },
                new UnitMove { Lease = old, Start = Start(unitId, run: 2) },
                new UnitMove { Lease = old },
                new CheckpointWrite { Lease = old, UnitId = unitId, Run = 1, Key = "step", Value = Json("2") },
                new CheckpointWrite { Lease = old, UnitId = unitId, Run = 1, Key = "step" },
                new ProgressWrite { Lease = old, UnitId = unitId, Run = 1, Progress = Json("{}") },
            ],
            default);

        Assert.All(refused, static result => Assert.Equal(UnitWriteOutcome.Fenced, result.Outcome));
        Assert.Equal((UnitState.Running, UnitState.Queued), (await StateAsync(unitId), await StateAsync(other)));
        Assert.Equal(1, (await HeadAsync(lease)).Run);
        Assert.Null((await GetAsync(unitId)).Progress);
        Assert.Equal(Json("1"), (await Store.LoadCheckpointAsync(unitId, "step", default))!.Value);
        Assert.Equal([true, false], (await Store.LoadAsync([old, lease], 10, default)).Select(static queue => queue is null));
    }

    [Fact]
    public async Task Lease_OfAnotherPartition_MovesNothing()
    {
        var (unitId, _) = await EnqueueAndStartAsync();
        await EnqueueAsync(New("other"));
        var other = await ClaimAsync("other");

        Assert.NotEqual(UnitWriteOutcome.Applied, await MoveAsync(other, End(unitId, UnitEndKind.Succeeded)));
        Assert.Equal(UnitWriteOutcome.Fenced, (await WriteAsync(new ProgressWrite { Lease = other, UnitId = unitId, Run = 1, Progress = Json("{}") })).Outcome);

        Assert.Equal(UnitState.Running, await StateAsync(unitId));
    }

    [Fact]
    public async Task TakeOver_UnitThatWasRunning_IsLostAndCountedByItsNextStart()
    {
        var (unitId, _) = await EnqueueAndStartAsync();
        var next = await EnqueueAsync();

        await TakeOverAsync();

        Assert.Equal(["k:p"], await RunnableAsync());
        var lease = await ClaimAsync();
        var head = await HeadAsync(lease);
        Assert.Equal((unitId, true, true, 1, 0), (head.UnitId, head.IsRunning, head.IsLost, head.Run, head.Losses));
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, start: Start(unitId, run: 2, countsLoss: true)));
        head = await HeadAsync(lease);
        Assert.Equal((true, false, 2, 1), (head.IsRunning, head.IsLost, head.Run, head.Losses));
        Assert.Equal(1, (await GetAsync(unitId)).Losses);
        Assert.Equal([unitId, next], await QueueAsync(lease));
    }

    [Fact]
    public async Task TakeOver_UnitThatWasInterruptedBefore_IsNotLost()
    {
        var (unitId, before) = await EnqueueAndStartAsync();
        await MoveAsync(before, End(unitId, UnitEndKind.Interrupted));

        await TakeOverAsync();

        var head = await HeadAsync(await ClaimAsync());
        Assert.Equal((false, false, 0, 0), (head.IsRunning, head.IsLost, head.Losses, head.Failures));
    }

    [Fact]
    public async Task TakeOver_UnitThatWasRunning_CanBeEndedWithoutAStart()
    {
        var (unitId, _) = await EnqueueAndStartAsync();
        await TakeOverAsync();
        var lease = await ClaimAsync();

        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, End(unitId, UnitEndKind.Failed, (await HeadAsync(lease)).Run, "poison")));

        Assert.Equal((UnitState.Failed, "poison"), (await StateAsync(unitId), (await GetAsync(unitId)).Error));
    }

    [Fact]
    public async Task TakeOver_Everything_IsThere()
    {
        var (waits, (succeeded, _)) = (await EnqueueAsync(New("a", key: "key")), await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("b", hash: "hash")));
        var (halts, _) = await EnqueueAndEndAsync(UnitEndKind.FailedAndHalts, New("c"));
        var (runs, lease) = await EnqueueAndStartAsync(New("d"));
        await WriteAsync(new CheckpointWrite { Lease = lease, UnitId = runs, Run = 1, Key = "step", Value = Json("1") });
        await CancelAsync(runs);

        await TakeOverAsync();

        Assert.Equal((UnitState.Queued, UnitState.Succeeded, UnitState.Failed, UnitState.Running), (await StateAsync(waits), await StateAsync(succeeded), await StateAsync(halts), await StateAsync(runs)));
        Assert.Equal(["k:a", "k:d"], (await RunnableAsync()).Order());
        Assert.True((await GetAsync(halts)).HaltsPartition);
        Assert.True((await HeadAsync(await ClaimAsync("d"))).IsCancelling);
        Assert.NotNull(await Store.LoadCheckpointAsync(runs, "step", default));
        Assert.Equal(new(UnitWriteOutcome.Deduplicated, waits), await WriteAsync(New(key: "key")));
        Assert.Equal(new(UnitWriteOutcome.Deduplicated, succeeded), await WriteAsync(New(hash: "hash")));
        var after = await EnqueueAsync(New("a"));
        Assert.Equal([waits, after], await QueueAsync(await ClaimAsync("a")));
    }
}
