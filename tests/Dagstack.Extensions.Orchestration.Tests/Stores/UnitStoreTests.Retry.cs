using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>One unit is queued again.</content>
public abstract partial class UnitStoreTests
{
    [Theory]
    [InlineData(UnitEndKind.Failed)]
    [InlineData(UnitEndKind.Cancelled)]
    [InlineData(UnitEndKind.Expired)]
    public async Task Retry_UnitThatHasEnded_WaitsAgainAtTheEnd(UnitEndKind kind)
    {
        var (unitId, lease) = await EnqueueAndEndAsync(kind);
        var other = await EnqueueAsync();
        Signals.Clear();

        Assert.Equal(new(UnitWriteOutcome.Applied, unitId), await WriteAsync(new RetryWrite { UnitId = unitId }));

        Assert.Equal([other, unitId], await QueueAsync(lease));
        await Signals.SeesAsync(UnitSignalKind.Queued, "k:p", unitId);
        Assert.Equal(UnitWriteOutcome.NotQueued, (await WriteAsync(new RetryWrite { UnitId = unitId })).Outcome);
    }

    [Fact]
    public async Task Retry_UnitThatHalts_KeepsItsPlace()
    {
        var (unitId, lease) = await EnqueueAndEndAsync(UnitEndKind.FailedAndHalts);
        var other = await EnqueueAsync();

        await WriteAsync(new RetryWrite { UnitId = unitId });

        Assert.Equal([unitId, other], await QueueAsync(lease));
        Assert.Equal(["k:p"], await RunnableAsync());
    }

    [Fact]
    public async Task Retry_UnitThatRunsOrHasSucceeded_IsNotQueued()
    {
        var (runs, _) = await EnqueueAndStartAsync(New("a"));
        var (succeeded, _) = await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("b"));

        Assert.Equal(UnitWriteOutcome.NotQueued, (await WriteAsync(new RetryWrite { UnitId = runs })).Outcome);
        Assert.Equal(UnitWriteOutcome.NotQueued, (await WriteAsync(new RetryWrite { UnitId = succeeded })).Outcome);
        Assert.Equal(UnitWriteOutcome.NotFound, (await WriteAsync(new RetryWrite { UnitId = Guid.CreateVersion7().ToString() })).Outcome);

        Assert.Equal((UnitState.Running, UnitState.Succeeded), (await StateAsync(runs), await StateAsync(succeeded)));
    }

    [Fact]
    public async Task Retry_TwinThatWaits_IsNamed()
    {
        var (unitId, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("a", hash: "hash"));
        var twin = await EnqueueAsync(New("b", hash: "hash"));

        Assert.Equal(new(UnitWriteOutcome.Deduplicated, twin), await WriteAsync(new RetryWrite { UnitId = unitId }));

        Assert.Equal(UnitState.Failed, await StateAsync(unitId));
    }
}
