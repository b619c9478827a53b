using System.Text.Json;
using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>A store that a host works on, asked beside it.</summary>
public sealed class StoredUnitsTests : IAsyncDisposable
{
    private readonly InMemoryUnitStore _store = new(TimeProvider.System);

    private StoredUnits Stored => new(_store);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Reads_OfWhatAHostHasRun_AreThoseOfTheHost()
    {
        await using var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => _store));
        var unit = await host.WaitAsync(await host.EnqueueAsync("""{"a":1}"""));

        Assert.Equal("""{"a":1}""", (await Stored.GetAsync(unit.UnitId))?.Output?.GetRawText());
        Assert.Equal(unit.FinishedAt, (await Stored.WaitAsync(unit.UnitId)).FinishedAt);
        Assert.Equal(unit.UnitId, Assert.Single((await Stored.ListAsync(new() { Plugin = "worker:w" })).Units).UnitId);
        Assert.Equal(1, Assert.Single(await Stored.CountAsync()).Succeeded);
        Assert.Null(await Stored.GetAsync("none"));
    }

    [Fact]
    public async Task Watch_OfAUnitThatRuns_SeesItsProgressAndItsEnd()
    {
        var go = new TaskCompletionSource();
        await using var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => _store));
        host.Worker.Do = async (args, _, token) =>
        {
            await go.Task.WaitAsync(token);
            return args;
        };
        var id = await host.EnqueueAsync();
        await host.UntilAsync(id, static unit => unit.State == UnitState.Running);

        var seen = new List<UnitState>();
        using var limit = new CancellationTokenSource(Limits.Patience);
        await foreach (var unit in Stored.WatchAsync(id, limit.Token))
        {
            seen.Add(unit.State);
            go.TrySetResult();
        }

        Assert.Equal([UnitState.Running, UnitState.Succeeded], seen);
    }

    [Fact]
    public async Task Cancel_OfAUnitThatRuns_EndsItInTheHost()
    {
        await using var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => _store));
        host.Worker.Do = static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        var id = await host.EnqueueAsync();
        await host.UntilAsync(id, static unit => unit.State == UnitState.Running);

        Assert.True(await Stored.CancelAsync(id));

        Assert.Equal(UnitState.Cancelled, (await host.WaitAsync(id)).State);
        host.Worker.Do = static (args, _, _) => new(args);
        Assert.True(await Stored.RetryAsync(id));
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(id)).State);
        Assert.False(await Stored.CancelAsync(id));
        Assert.False(await Stored.RetryAsync(id));
        Assert.Equal(0, (await Stored.BackfillAsync(new() { PluginName = "worker:w" })).EnqueuedCount);
    }

    [Fact]
    public async Task WhatCannotBe_IsRefused()
    {
        await _store.OpenAsync(default);

        var refused = await Assert.ThrowsAsync<UnitRefusedException>(async () => await Stored.EnqueueAsync("worker:w", JsonElement.Parse("{}")));
        var half = await Assert.ThrowsAsync<UnitRefusedException>(async () => await Stored.ListAsync(new() { Plugin = "w" }));

        Assert.Contains("'dagstack units enqueue --url'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Write kind:name", half.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnitNotFoundException>(async () => await Stored.CancelAsync("none"));
        await Assert.ThrowsAsync<UnitNotFoundException>(async () => await Stored.WaitAsync("none"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Stored.BackfillAsync(new() { States = [UnitState.Running] }));
    }
}
