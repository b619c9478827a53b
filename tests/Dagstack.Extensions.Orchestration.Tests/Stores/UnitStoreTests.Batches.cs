using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Writes that come together, are given up, or come too early and too late.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task Write_OneOfABatchIsRefused_TheOthersAreMadeInTheirOrder()
    {
        var (running, lease) = await EnqueueAndStartAsync();
        var next = New();

        var results = await Store.WriteAsync(
            [
                next,
                new CheckpointWrite { Lease = lease, UnitId = running, Run = 1, Key = "step", Value = Json("1") },
                new CheckpointWrite { Lease = lease, UnitId = running, Run = 7, Key = "step", Value = Json("7") },
                new CancelWrite { UnitId = Guid.CreateVersion7().ToString() },
                new UnitMove { Lease = lease with { Epoch = lease.Epoch + 7 }, End = End(running, UnitEndKind.Failed) },
                new UnitMove { Lease = lease, End = End(running, UnitEndKind.Succeeded), Start = Start(next.UnitId) },
                new ProgressWrite { Lease = lease, UnitId = next.UnitId, Run = 1, Progress = Json("{}") },
            ],
            default);

        Assert.Equal(
            [UnitWriteOutcome.Applied, UnitWriteOutcome.Applied, UnitWriteOutcome.Fenced, UnitWriteOutcome.NotFound, UnitWriteOutcome.Fenced, UnitWriteOutcome.Applied, UnitWriteOutcome.Applied],
            results.Select(static result => result.Outcome));
        Assert.Equal((UnitState.Succeeded, UnitState.Running), (await StateAsync(running), await StateAsync(next.UnitId)));
        Assert.Equal(Json("1"), (await Store.LoadCheckpointAsync(running, "step", default))!.Value);
    }

    [Fact]
    public async Task Write_Nothing_AnswersNothing() => Assert.Empty(await Store.WriteAsync([], default));

    [Fact]
    public async Task Write_AWholeBatchSaidAgain_AnswersTheSame()
    {
        var (running, lease) = await EnqueueAndStartAsync();
        var waits = await EnqueueAsync(New("other"));
        var next = New(key: "key");
        UnitWrite[] batch =
        [
            next,
            New(key: "key"),
            new ProgressWrite { Lease = lease, UnitId = running, Run = 1, Progress = Json("{}") },
            new CancelWrite { UnitId = waits },
            new UnitMove { Lease = lease, End = End(running, UnitEndKind.Failed, error: "no luck"), Start = Start(next.UnitId) },
            new CheckpointWrite { Lease = lease, UnitId = next.UnitId, Run = 1, Key = "step", Value = Json("1"), IsConditional = true },
        ];

        var first = await Store.WriteAsync(batch, default);
        var counts = Assert.Single(await Store.CountAsync(default));
        batch[2] = new ProgressWrite { Lease = lease, UnitId = next.UnitId, Run = 1, Progress = Json("{}") };
        var again = await Store.WriteAsync(batch, default);

        Assert.Equal(first, again);
        var countsAgain = Assert.Single(await Store.CountAsync(default));
        Assert.Equal((counts.Queued, counts.Running, counts.Failed, counts.Cancelled), (countsAgain.Queued, countsAgain.Running, countsAgain.Failed, countsAgain.Cancelled));
        Assert.Equal(1, (await GetAsync(running)).Failures);
    }

    [Fact]
    public async Task Write_ManyAtOnce_AreAllMade()
    {
        const int Callers = 32;
        const int Writes = 10;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Writes; i++)
            {
                await EnqueueAsync(New($"p{caller}"));
            }
        })));

        Assert.Equal(Callers * Writes, Assert.Single(await Store.CountAsync(default)).Queued);
        Assert.Equal(Callers, (await RunnableAsync()).Length);
    }

    [Fact]
    public async Task Calls_CancelledBefore_AreGivenUp()
    {
        var cancelled = new CancellationToken(canceled: true);
        var unit = New();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.WriteAsync([unit], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindAsync(unit.UnitId, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ListAsync(new(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SweepAsync(TimeSpan.Zero, TimeSpan.Zero, 1, cancelled));

        Assert.Null(await Store.FindAsync(unit.UnitId, default));
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmlessAndUseAfterwardsIsRefused()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.WriteAsync([New()], default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.FindAsync("any", default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.FindRunnableAsync([Plugin], s_none, 1, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => BackfillAsync());
    }

    [Fact]
    public async Task Dispose_WhileItIsUsed_LosesNothingThatWasAcknowledged()
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    acknowledged.Add(await EnqueueAsync(New(partitionKey: null)));
                }
            }
            catch (ObjectDisposedException)
            {
                // The end of the test's work.
            }
        })).ToArray();
        await Plugins.Tests.Wait.UntilAsync(() => acknowledged.Count > 50);

        await Store.DisposeAsync();
        await Task.WhenAll(callers);

        await TakeOverAsync();
        var kept = (await Store.ListAsync(new() { Limit = 1000 }, default)).Units.Select(static unit => unit.UnitId).ToHashSet();
        Assert.True(kept.Count == 1000 || acknowledged.All(kept.Contains));
    }
}
