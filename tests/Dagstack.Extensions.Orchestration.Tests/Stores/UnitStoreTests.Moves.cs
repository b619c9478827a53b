using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Units start and end.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task Start_UnitThatWaits_Runs()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();

        var open = await HeadAsync(lease);
        Assert.Equal((1, true, false, 0), (open.Run, open.IsRunning, open.IsLost, open.Losses));
        var details = await GetAsync(unitId);
        Assert.Equal((UnitState.Running, Node, 0), (details.State, details.Node, details.Losses));
        Assert.True(details.StartedAt >= details.EnqueuedAt);
        await Signals.SeesAsync(UnitSignalKind.Progressed, "k:p", unitId);
    }

    [Fact]
    public async Task Start_SaidAgain_CountsOnce()
    {
        var unitId = await EnqueueAsync();
        var lease = await ClaimAsync();
        var start = Start(unitId, countsLoss: true);

        Assert.Equal((UnitWriteOutcome.Applied, UnitWriteOutcome.Applied), (await MoveAsync(lease, start: start), await MoveAsync(lease, start: start)));

        Assert.Equal((1, 1), ((await HeadAsync(lease)).Run, (await HeadAsync(lease)).Losses));
    }

    [Fact]
    public async Task Start_UnitThatWasCancelled_IsNotQueued()
    {
        var (unitId, next) = (await EnqueueAsync(), await EnqueueAsync());
        var lease = await ClaimAsync();
        await CancelAsync(unitId);

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, start: Start(unitId)));

        Assert.Equal(UnitState.Cancelled, await StateAsync(unitId));
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, start: Start(next)));
    }

    [Fact]
    public async Task Start_OfARunThatHasEnded_IsNotQueued()
    {
        var (unitId, lease) = await EnqueueAndEndAsync(UnitEndKind.Retry);

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, start: Start(unitId)));

        Assert.Equal(UnitState.Queued, await StateAsync(unitId));
    }

    [Fact]
    public async Task Start_UnitThatIsNot_IsNotQueued()
    {
        await EnqueueAsync();

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(await ClaimAsync(), start: Start(Guid.CreateVersion7().ToString())));
    }

    [Theory]
    [InlineData(UnitEndKind.Succeeded, UnitState.Succeeded, 0, 0)]
    [InlineData(UnitEndKind.Failed, UnitState.Failed, 1, 0)]
    [InlineData(UnitEndKind.FailedAndHalts, UnitState.Failed, 1, 0)]
    [InlineData(UnitEndKind.Cancelled, UnitState.Cancelled, 0, 0)]
    [InlineData(UnitEndKind.Expired, UnitState.Expired, 0, 0)]
    [InlineData(UnitEndKind.Retry, UnitState.Queued, 1, 0)]
    [InlineData(UnitEndKind.Interrupted, UnitState.Queued, 0, 0)]
    [InlineData(UnitEndKind.Lost, UnitState.Queued, 0, 1)]
    public async Task End_EachKind_IsItsStateAndCountsOnceHoweverOftenItIsSaid(UnitEndKind kind, UnitState state, int failures, int losses)
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        var end = End(unitId, kind, error: failures > 0 ? "no luck" : null);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, end));
            var details = await GetAsync(unitId);
            Assert.Equal((state, failures, losses, end.Error), (details.State, details.Failures, details.Losses, details.Error));
            Assert.Equal((state != UnitState.Queued, kind == UnitEndKind.FailedAndHalts), (details.FinishedAt is not null, details.HaltsPartition));
        }

        await Signals.SeesAsync(state == UnitState.Queued ? UnitSignalKind.Queued : UnitSignalKind.Ended, "k:p", unitId);
    }

    [Theory]
    [InlineData(UnitEndKind.Failed)]
    [InlineData(UnitEndKind.Cancelled)]
    [InlineData(UnitEndKind.Expired)]
    public async Task End_UnitThatWaits_EndsWithoutAStart(UnitEndKind kind)
    {
        var unitId = await EnqueueAsync();
        var lease = await ClaimAsync();

        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, End(unitId, kind, run: 0)));

        var details = await GetAsync(unitId);
        Assert.Equal((true, null), (details.IsFinal, details.StartedAt));
        Assert.Empty(await QueueAsync(lease));
    }

    [Fact]
    public async Task End_UnitThatHasEndedOtherwise_ChangesNothing()
    {
        var (unitId, lease) = await EnqueueAndEndAsync(UnitEndKind.Succeeded);

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, End(unitId, UnitEndKind.Failed, error: "no luck")));
        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, End(unitId, UnitEndKind.Retry)));

        Assert.Equal((UnitState.Succeeded, null), (await StateAsync(unitId), (await GetAsync(unitId)).Error));
    }

    [Fact]
    public async Task End_OfARunBefore_ChangesNothing()
    {
        var (unitId, lease) = await EnqueueAndEndAsync(UnitEndKind.Retry);
        await MoveAsync(lease, start: Start(unitId, run: 2));

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, End(unitId, UnitEndKind.Succeeded)));

        Assert.Equal((2, true), ((await HeadAsync(lease)).Run, (await HeadAsync(lease)).IsRunning));
    }

    [Fact]
    public async Task End_Succeeded_KeepsOutputAndForgetsTheError()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        await MoveAsync(lease, End(unitId, UnitEndKind.Retry, error: "no luck"));
        await MoveAsync(lease, start: Start(unitId, run: 2));
        Assert.Equal("no luck", (await GetAsync(unitId)).Error);

        await MoveAsync(lease, new() { UnitId = unitId, Run = 2, Kind = UnitEndKind.Succeeded, Output = Json("""{"rows":[1,"\u0000"]}""") });

        var details = await GetAsync(unitId);
        Assert.Equal(("""{"rows":[1,"\u0000"]}""", null, 1, false), (details.Output?.GetRawText(), details.Error, details.Failures, details.IsUnchanged));
    }

    [Fact]
    public async Task End_SameOutputAsTheLastWithTheSameInput_IsUnchanged()
    {
        await AssertAsync("in", "a", false);
        await AssertAsync("in", "a", true);
        await AssertAsync("in", "b", false);
        await AssertAsync("in", "a", false);
        await AssertAsync("other", "a", false);

        async Task AssertAsync(string input, string output, bool isUnchanged)
        {
            await PassAsync(TimeSpan.FromMilliseconds(20));
            var (unitId, lease) = await EnqueueAndStartAsync(New(hash: input, isUnique: false));
            await MoveAsync(lease, new() { UnitId = unitId, Run = 1, Kind = UnitEndKind.Succeeded, Output = Json("1"), OutputHash = output });
            Assert.Equal(isUnchanged, (await GetAsync(unitId)).IsUnchanged);
        }
    }

    [Fact]
    public async Task EndAndStart_AtOnce_AreBothMadeOnce()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, End(first, UnitEndKind.Succeeded), Start(second)));
        }

        Assert.Equal((UnitState.Succeeded, UnitState.Running), (await StateAsync(first), await StateAsync(second)));
        Assert.Equal(1, (await HeadAsync(lease)).Run);
    }

    [Fact]
    public async Task EndAndStart_OfTheSameUnit_IsItsNextRun()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();

        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, End(unitId, UnitEndKind.Retry, error: "no luck"), Start(unitId, run: 2)));

        Assert.Equal((2, 1, true), ((await HeadAsync(lease)).Run, (await HeadAsync(lease)).Failures, (await HeadAsync(lease)).IsRunning));
    }

    [Fact]
    public async Task EndAndStart_StartOfAUnitThatWasCancelled_MakesTheEndAllTheSame()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync();
        await CancelAsync(second);

        Assert.Equal(UnitWriteOutcome.NotQueued, await MoveAsync(lease, End(first, UnitEndKind.Succeeded), Start(second)));

        Assert.Equal((UnitState.Succeeded, UnitState.Cancelled), (await StateAsync(first), await StateAsync(second)));
    }

    [Fact]
    public async Task Retry_WithADelay_IsDueAfterIt()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        await MoveAsync(lease, End(unitId, UnitEndKind.Retry, delay: TimeSpan.FromSeconds(1)));
        await EnqueueAsync();

        Assert.InRange((await HeadAsync(lease)).DueIn, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
        Assert.NotNull((await GetAsync(unitId)).NotBefore);
        Assert.Empty(await RunnableAsync());

        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["k:p"], await RunnableAsync());
        Assert.Equal((unitId, TimeSpan.Zero), ((await HeadAsync(lease)).UnitId, (await HeadAsync(lease)).DueIn));
    }

    [Fact]
    public async Task ExpiresIn_AsTimePasses_IsLessAndThenOver()
    {
        await EnqueueAsync(New(expiresIn: TimeSpan.FromSeconds(1)));
        var lease = await ClaimAsync();
        Assert.InRange((await HeadAsync(lease)).ExpiresIn!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));

        await PassAsync(TimeSpan.FromSeconds(1));

        var head = await HeadAsync(lease);
        Assert.True(head.ExpiresIn <= TimeSpan.Zero);
        Assert.True(head.Waited >= TimeSpan.FromSeconds(1));
        Assert.Equal(["k:p"], await RunnableAsync());
        await EnqueueAsync(New("ever"));
        Assert.Null((await HeadAsync(await ClaimAsync("ever"))).ExpiresIn);
    }
}
