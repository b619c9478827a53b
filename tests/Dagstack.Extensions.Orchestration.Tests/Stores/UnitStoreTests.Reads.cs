using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>What is read of queues and units.</content>
public abstract partial class UnitStoreTests
{
    [Fact]
    public async Task Load_Limit_IsKeptAndToldOf()
    {
        var units = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            units.Add(await EnqueueAsync());
        }

        var lease = await ClaimAsync();
        var (some, all) = (await LoadAsync(lease, 3), await LoadAsync(lease, 4));

        Assert.Equal(units[..3], some.Units.Select(static unit => unit.UnitId));
        Assert.Equal((true, false), (some.HasMore, all.HasMore));
    }

    [Fact]
    public async Task Load_SeveralPartitions_AreInTheOrderOfTheirLeases()
    {
        var (first, second) = (await EnqueueAsync(New("a")), await EnqueueAsync(New("b")));
        var (a, b) = (await ClaimAsync("a"), await ClaimAsync("b"));
        await MoveAsync(a, End(first, UnitEndKind.Cancelled, run: 0));

        var queues = await Store.LoadAsync([b, a, b], 10, default);

        Assert.Equal([second], queues[0]!.Units.Select(static unit => unit.UnitId));
        Assert.Empty(queues[1]!.Units);
        Assert.Equal((null, false), (queues[1]!.HaltedBy, queues[1]!.HasMore));
        Assert.Equal(second, Assert.Single(queues[2]!.Units).UnitId);
        Assert.Empty(await Store.LoadAsync([], 10, default));
    }

    [Fact]
    public virtual async Task FindRunnable_Filters_AreKept()
    {
        await EnqueueAsync(New("a"));
        await EnqueueAsync(New("b", OtherPlugin));
        await EnqueueAsync(New("b"));
        await EnqueueAsync(New("c"));

        Assert.Equal(["k:a", "k:b", "k:c"], await RunnableAsync());
        Assert.Equal(["k:a", "k:b"], await RunnableAsync(limit: 2));
        Assert.Equal(["k:b", "k:c"], await RunnableAsync(int.MaxValue, "k:a"));
        Assert.Equal(["k:a", "k:c"], (await Store.FindRunnableAsync([Plugin], s_none, 10, default)).Select(static lease => lease.Partition));
        Assert.Empty(await Store.FindRunnableAsync(["job:none"], s_none, 10, default));
        Assert.Empty(await Store.FindRunnableAsync([], s_none, 10, default));
    }

    [Fact]
    public virtual async Task FindRunnable_AsUnitsEnd_IsOfTheNextUnit()
    {
        var (first, lease) = await EnqueueAndStartAsync();
        var second = await EnqueueAsync(New(plugin: OtherPlugin));
        Assert.Empty(await RunnableAsync(int.MaxValue, "k:p"));

        await MoveAsync(lease, End(first, UnitEndKind.Succeeded));
        Assert.Equal(["k:p"], (await Store.FindRunnableAsync([OtherPlugin], s_none, 10, default)).Select(static found => found.Partition));
        Assert.Empty(await Store.FindRunnableAsync([Plugin], s_none, 10, default));

        await MoveAsync(lease, End(second, UnitEndKind.Cancelled, run: 0));
        Assert.Empty(await RunnableAsync());

        await EnqueueAsync();
        Assert.Equal(["k:p"], await RunnableAsync());
    }

    [Fact]
    public virtual async Task FindRunnable_UnitThatRunsForNobody_IsFound()
    {
        await EnqueueAndStartAsync();

        Assert.Equal(["k:p"], await RunnableAsync());
        Assert.Empty(await RunnableAsync(int.MaxValue, "k:p"));
    }

    [Fact]
    public async Task Find_UnitThatIsNot_IsNull()
    {
        Assert.Null(await Store.FindAsync(Guid.CreateVersion7().ToString(), default));
        Assert.Null(await Store.FindAsync("no unit's identity", default));
    }

    [Fact]
    public async Task Progress_OfTheRun_IsKept()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        Signals.Clear();
        var report = new ProgressWrite { Lease = lease, UnitId = unitId, Run = 1, Progress = Json("""{"fraction":0.5,"message":"half\u0000"}""") };

        Assert.Equal((UnitWriteOutcome.Applied, UnitWriteOutcome.Applied), ((await WriteAsync(report)).Outcome, (await WriteAsync(report)).Outcome));

        Assert.Equal("""{"fraction":0.5,"message":"half\u0000"}""", (await GetAsync(unitId)).Progress?.GetRawText());
        await Signals.SeesAsync(UnitSignalKind.Progressed, "k:p", unitId);
        Assert.Equal(UnitWriteOutcome.Fenced, (await WriteAsync(new ProgressWrite { Lease = lease, UnitId = unitId, Run = 2, Progress = Json("{}") })).Outcome);
        await MoveAsync(lease, End(unitId, UnitEndKind.Succeeded));
        Assert.Equal(UnitWriteOutcome.Fenced, (await WriteAsync(report)).Outcome);
    }

    [Fact]
    public async Task List_Pages_AreTheNewestFirstAndStayWhileUnitsCome()
    {
        var units = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            units.Insert(0, await EnqueueAsync(New($"p{i}")));
        }

        var (seen, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await Store.ListAsync(new() { After = after, Limit = 3 }, default);
            seen.AddRange(page.Units.Select(static unit => unit.UnitId));
            after = page.Next;
            await EnqueueAsync(New("new"));
        }
        while (after is not null);

        Assert.Equal(units, seen);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(new() { After = "no place" }, default));
    }

    [Fact]
    public async Task List_LastPageThatIsFull_HasNoNext()
    {
        await EnqueueAsync();
        await EnqueueAsync();

        Assert.Null((await Store.ListAsync(new() { Limit = 2 }, default)).Next);
        Assert.NotNull((await Store.ListAsync(new() { Limit = 1 }, default)).Next);
    }

    [Fact]
    public async Task List_Filters_AreKept()
    {
        var (a, _) = await EnqueueAndEndAsync(UnitEndKind.Failed, New("a"));
        var b = await EnqueueAsync(New("b", OtherPlugin));
        var (c, _) = await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("c", OtherPlugin));
        var d = await EnqueueAsync(New("a"));
        var e = await EnqueueAsync(New(partitionKey: null));

        Assert.Equal([e, d, c, b, a], await ListAsync(new()));
        Assert.Equal([c, b], await ListAsync(new() { Plugin = OtherPlugin }));
        Assert.Equal([c, a], await ListAsync(new() { States = [UnitState.Failed, UnitState.Succeeded] }));
        Assert.Equal([e, d], await ListAsync(new() { Plugin = Plugin, States = [UnitState.Queued] }));
        Assert.Equal([d, a], await ListAsync(new() { PartitionKey = "a" }));
        Assert.Equal([a], await ListAsync(new() { PartitionKey = "a", States = [UnitState.Failed] }));
        Assert.Empty(await ListAsync(new() { PartitionKey = "a", Plugin = OtherPlugin }));
        Assert.Empty(await ListAsync(new() { Plugin = "job:none" }));

        async Task<IEnumerable<string>> ListAsync(UnitQuery query) => (await Store.ListAsync(query, default)).Units.Select(static unit => unit.UnitId);
    }

    [Fact]
    public async Task Count_EachState_IsCountedByPlugin()
    {
        Assert.Empty(await Store.CountAsync(default));
        await EnqueueAndEndAsync(UnitEndKind.Failed, New("a"));
        await EnqueueAndEndAsync(UnitEndKind.Succeeded, New("b"));
        await EnqueueAndEndAsync(UnitEndKind.Expired, New("c"));
        await EnqueueAndEndAsync(UnitEndKind.Cancelled, New("d"));
        await EnqueueAndEndAsync(UnitEndKind.Retry, New("e"));
        await EnqueueAndStartAsync(New("f"));
        var oldest = await EnqueueAsync(New("g", OtherPlugin));
        await PassAsync(TimeSpan.FromMilliseconds(20));
        await EnqueueAsync(New("h", OtherPlugin));

        var counts = await Store.CountAsync(default);

        Assert.Equal([OtherPlugin, Plugin], counts.Select(static item => item.Plugin.ToString()));
        Assert.Equal((2, 0, 0, 0, 0, 0), Of(counts[0]));
        Assert.Equal((1, 1, 1, 1, 1, 1), Of(counts[1]));
        Assert.Equal((await GetAsync(oldest)).EnqueuedAt, counts[0].OldestQueued);
        await CancelAsync(oldest);
        Assert.Equal((1, 0, 0, 0, 1, 0), Of((await Store.CountAsync(default))[0]));

        static (long, long, long, long, long, long) Of(UnitCounts item) => (item.Queued, item.Running, item.Succeeded, item.Failed, item.Cancelled, item.Expired);
    }
}
