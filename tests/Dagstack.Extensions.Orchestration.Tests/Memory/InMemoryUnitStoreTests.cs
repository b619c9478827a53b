using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Memory;

public sealed class InMemoryUnitStoreTests
{
    [Fact]
    public async Task OpenAsync_ClosedWhileAUnitRan_KnowsItAsLostAndFencesWhoRanIt()
    {
        await using var store = new InMemoryUnitStore(new FakeTimeProvider());
        await store.OpenAsync(default);
        await store.WriteAsync([new NewUnit { UnitId = "a", Plugin = "tool:t", Args = "{}"u8.ToArray(), PartitionKey = "p" }], default);
        var lease = Assert.Single(await store.FindRunnableAsync(["tool:t"], new HashSet<string>(), 10, default));
        await store.WriteAsync([new UnitMove { Lease = lease, Start = new() { UnitId = "a", Run = 1, Node = "n" } }], default);
        await store.DisposeAsync();
        await store.OpenAsync(default);

        var end = new UnitMove { Lease = lease, End = new() { UnitId = "a", Run = 1, Kind = UnitEndKind.Succeeded } };
        Assert.Equal(UnitWriteOutcome.Fenced, Assert.Single(await store.WriteAsync([end], default)).Outcome);
        var again = Assert.Single(await store.FindRunnableAsync(["tool:t"], new HashSet<string>(), 10, default));
        var unit = Assert.Single(Assert.Single(await store.LoadAsync([again], 10, default))!.Units);
        Assert.True(unit is { IsRunning: true, IsLost: true, Run: 1 });
    }

    [Fact]
    public async Task Take_BySomebodyElse_FencesWhoHadThePartition()
    {
        await using var store = new InMemoryUnitStore(new FakeTimeProvider());
        await store.OpenAsync(default);
        await store.WriteAsync([new NewUnit { UnitId = "a", Plugin = "tool:t", Args = "{}"u8.ToArray(), PartitionKey = "p" }], default);
        var first = store.Take("k:p", isLoss: false);
        await store.WriteAsync([new UnitMove { Lease = first, Start = new() { UnitId = "a", Run = 1, Node = "n" } }], default);
        var second = store.Take("k:p", isLoss: false);

        var write = new CheckpointWrite { Lease = first, UnitId = "a", Run = 1, Key = "k", Value = new byte[] { 1 } };
        Assert.Equal(UnitWriteOutcome.Fenced, Assert.Single(await store.WriteAsync([write], default)).Outcome);
        Assert.Equal(UnitState.Running, (await store.FindAsync("a", default))!.State);
        Assert.Equal(UnitWriteOutcome.Applied, Assert.Single(await store.WriteAsync([new UnitMove { Lease = second, Start = new() { UnitId = "a", Run = 2, Node = "m" } }], default)).Outcome);
    }

    [Fact]
    public async Task WriteAsync_AfterItWasClosed_Throws()
    {
        var store = new InMemoryUnitStore(new FakeTimeProvider());
        await store.OpenAsync(default);
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.WriteAsync([], default));
    }
}
