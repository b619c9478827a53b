using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Units are cancelled, and partitions halted.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task Cancel_UnitThatWaits_IsCancelledHoweverOftenItIsSaid()
    {
        var (first, second) = (await EnqueueAsync(), await EnqueueAsync());

        Assert.Equal((UnitWriteOutcome.Applied, UnitWriteOutcome.Applied), (await CancelAsync(first), await CancelAsync(first)));

        Assert.Equal((UnitState.Cancelled, true), (await StateAsync(first), (await GetAsync(first)).FinishedAt is not null));
        Assert.Equal([second], await QueueAsync(await ClaimAsync()));
        await Signals.SeesAsync(UnitSignalKind.Ended, "k:p", first);
    }

    [Fact]
    public async Task Cancel_UnitThatWaitsInTheMiddle_LeavesTheOthers()
    {
        var (first, second, third) = (await EnqueueAsync(), await EnqueueAsync(), await EnqueueAsync());

        await CancelAsync(second);

        Assert.Equal([first, third], await QueueAsync(await ClaimAsync()));
    }

    [Fact]
    public async Task Cancel_UnitThatRuns_IsAskedToEnd()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        var (other, _) = await EnqueueAndStartAsync(New("other"));

        Assert.Equal((UnitWriteOutcome.Applied, UnitWriteOutcome.Applied), (await CancelAsync(unitId), await CancelAsync(unitId)));

        Assert.Equal([unitId], await Store.FindCancelledAsync([other, unitId, Guid.CreateVersion7().ToString()], default));
        Assert.Equal((UnitState.Running, true), (await StateAsync(unitId), (await GetAsync(unitId)).IsCancelling));
        Assert.True((await HeadAsync(lease)).IsCancelling);
        await Signals.SeesAsync(UnitSignalKind.CancelRequested, "k:p", unitId);

        await MoveAsync(lease, End(unitId, UnitEndKind.Cancelled));

        Assert.Equal((UnitState.Cancelled, false), (await StateAsync(unitId), (await GetAsync(unitId)).IsCancelling));
        Assert.Empty(await Store.FindCancelledAsync([unitId], default));
        Assert.Equal(UnitWriteOutcome.Applied, await CancelAsync(unitId));
    }

    [Theory]
    [InlineData(UnitEndKind.Succeeded)]
    [InlineData(UnitEndKind.Failed)]
    [InlineData(UnitEndKind.Expired)]
    public async Task Cancel_UnitThatHasEnded_IsNotQueued(UnitEndKind kind)
    {
        var (unitId, _) = await EnqueueAndEndAsync(kind);
        var state = await StateAsync(unitId);

        Assert.Equal(UnitWriteOutcome.NotQueued, await CancelAsync(unitId));

        Assert.Equal(state, await StateAsync(unitId));
    }

    [Fact]
    public async Task Cancel_UnitThatIsNot_IsNotFound() => Assert.Equal(UnitWriteOutcome.NotFound, await CancelAsync(Guid.CreateVersion7().ToString()));

    [Fact]
    public async Task Cancel_UnitThatWaitsForARetry_IsCancelledAndTheNextMayRun()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        var next = await EnqueueAsync();
        await MoveAsync(lease, End(unitId, UnitEndKind.Retry, delay: TimeSpan.FromHours(1)));
        Assert.Empty(await RunnableAsync());

        Assert.Equal(UnitWriteOutcome.Applied, await CancelAsync(unitId));

        Assert.Equal(["k:p"], await RunnableAsync());
        Assert.Equal([next], await QueueAsync(lease));
    }

    [Fact]
    public async Task Halt_HoldsUpThoseBehindIt()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync();

        await MoveAsync(lease, End(first, UnitEndKind.FailedAndHalts));

        var queue = await LoadAsync(lease);
        Assert.Equal((first, second), (queue.HaltedBy, Assert.Single(queue.Units).UnitId));
        Assert.Empty(await RunnableAsync());
        Assert.True((await GetAsync(first)).HaltsPartition);
        await EnqueueAsync();
        Assert.Empty(await RunnableAsync());
    }

    [Fact]
    public async Task Halt_Cancelled_LetsTheOthersGoOnAndStaysFailed()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync();
        await MoveAsync(lease, End(first, UnitEndKind.FailedAndHalts, error: "no luck"));
        Signals.Clear();

        Assert.Equal((UnitWriteOutcome.Applied, UnitWriteOutcome.Applied), (await CancelAsync(first), await CancelAsync(first)));

        Assert.Equal((UnitState.Failed, false, "no luck"), (await StateAsync(first), (await GetAsync(first)).HaltsPartition, (await GetAsync(first)).Error));
        Assert.Equal(["k:p"], await RunnableAsync());
        Assert.Null((await LoadAsync(lease)).HaltedBy);
        Assert.Equal([second], await QueueAsync(lease));
        await Signals.SeesAsync(UnitSignalKind.Queued, "k:p", null);
    }

    [Fact]
    public async Task Halt_BackfillOfIt_KeepsItsPlace()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var (second, third) = (await EnqueueAsync(), await EnqueueAsync());
        await MoveAsync(lease, End(first, UnitEndKind.FailedAndHalts));

        Assert.Equal((1, 0), await CountsOf(BackfillAsync()));

        Assert.Equal([first, second, third], await QueueAsync(lease));
        Assert.Equal((UnitState.Queued, false), (await StateAsync(first), (await GetAsync(first)).HaltsPartition));
        Assert.Equal(["k:p"], await RunnableAsync());
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, start: Start(first, (await HeadAsync(lease)).Run + 1)));
    }

    [Fact]
    public async Task Halt_LetGoAndThenBackfilled_IsAtTheEnd()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync();
        await MoveAsync(lease, End(first, UnitEndKind.FailedAndHalts));
        await CancelAsync(first);

        await BackfillAsync();

        Assert.Equal([second, first], await QueueAsync(lease));
    }

    protected static async Task<(long Queued, long Skipped)> CountsOf(Task<BackfillResult> backfill)
    {
        ArgumentNullException.ThrowIfNull(backfill);
        var result = await backfill;
        return (result.EnqueuedCount, result.SkippedCount);
    }
}
