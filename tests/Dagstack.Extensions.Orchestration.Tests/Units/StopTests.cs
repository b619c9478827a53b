using System.Diagnostics.Metrics;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Orchestration.Hosting;
using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Orchestration.Tests.Running;
using Dagstack.Extensions.Orchestration.Units;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>Engines that stop, cannot start, or are in trouble.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task TeardownAsync_AUnitIgnoresItsToken_IsQueuedAllTheSame()
    {
        var memory = new InMemoryUnitStore(TimeProvider.System);
        var gate = new TaskCompletionSource();
        await using var host = await OrchestrationHost.StartAsync(units: x =>
        {
            x.UseStore(_ => memory);
            x.CancelGrace = TimeSpan.FromMilliseconds(50);
        });
        host.Worker.Do = async (_, _, _) =>
        {
            await gate.Task;
            return null;
        };
        var unitId = await host.EnqueueAsync();
        await host.UntilAsync(unitId, static unit => unit.State == UnitState.Running);

        await host.Registry.TeardownPluginAsync(new("orchestrator", "local")).WaitAsync(Limits.Patience);

        await memory.OpenAsync(default);
        var unit = await memory.FindAsync(unitId, default);
        Assert.Equal((UnitState.Queued, 0), (unit!.State, unit.Losses));
        Assert.Contains(host.Logs.Lines, static line => line.Contains("[370]", StringComparison.Ordinal));
        gate.SetResult();
    }

    [Fact]
    public async Task StartAsync_TheStoreFailsAndThenOpens_RunsAfterARetry()
    {
        var attempts = 0;
        var memory = new InMemoryUnitStore(TimeProvider.System);
        await using var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => Interlocked.Increment(ref attempts) == 1 ? throw new UnitStoreException("not yet.") : memory));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.EnqueueAsync());

        await host.Registry.RetryAsync().WaitAsync(Limits.Patience);

        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(await host.EnqueueAsync())).State);
    }

    [Fact]
    public async Task StartAsync_CancelledWhileTheStoreOpens_LeavesNothingOpen()
    {
        await using var host = await OrchestrationHost.StartAsync();
        var store = new HangingStore(new InMemoryUnitStore(TimeProvider.System));
        var parts = host.Host.Services.GetRequiredService<EngineSource>().Make() with { Store = () => store };
        using var cancel = new CancellationTokenSource();

        var start = UnitEngine.StartAsync(parts, cancel.Token);
        await store.Opening.Task.WaitAsync(Limits.Patience);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.True(store.IsDisposed);
    }

    [Fact]
    public async Task DisposeAsync_TwiceAndAfterAStop_IsOne()
    {
        await using var host = await OrchestrationHost.StartAsync();
        var memory = new InMemoryUnitStore(TimeProvider.System);
        var engine = await UnitEngine.StartAsync(host.Host.Services.GetRequiredService<EngineSource>().Make() with { Store = () => memory, Placement = static store => new Placement.LocalPlacement(store, "other") }, default);

        await Task.WhenAll(engine.StopAsync(default), engine.DisposeAsync().AsTask());
        await engine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.Writer.WriteAsync(new CancelWrite { UnitId = "a" }, default));
    }

    [Fact]
    public async Task Dispose_OfTheProviderWithoutAStop_EndsTheEngine()
    {
        var memory = new InMemoryUnitStore(TimeProvider.System);
        var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => memory));
        await host.WaitAsync(await host.EnqueueAsync());

        await ((IAsyncDisposable)host.Host).DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => memory.CountAsync(default));
    }

    [Fact]
    public async Task CheckHealthAsync_TheStoreIsOutOrUnitsWaitTooLong_IsDegradedAndSaysSince()
    {
        FaultyStore? store = null;
        await using var host = await OrchestrationHost.StartAsync(units: x =>
        {
            x.UseStore(services => store = new(new InMemoryUnitStore(TimeProvider.System)));
            x.OldestQueuedLimit = TimeSpan.FromTicks(1);
        });
        var engine = host.Host.Services.GetRequiredService<EngineDoor>().Engine;
        Assert.Equal(HealthStatus.Healthy, (await EngineHealth.CheckAsync(engine, default)).Status);

        var gate = new TaskCompletionSource();
        host.Worker.Do = async (_, _, token) =>
        {
            await gate.Task.WaitAsync(token);
            return null;
        };
        var first = await host.EnqueueAsync("{}", new() { PartitionKey = "p" });
        var second = await host.EnqueueAsync("{}", new() { PartitionKey = "p" });
        var waiting = await EngineHealth.CheckAsync(engine, default);
        Assert.Equal(HealthStatus.Degraded, waiting.Status);
        Assert.Contains("waits since", waiting.Description, StringComparison.Ordinal);
        Assert.True(waiting.Data.ContainsKey("oldest_queued_seconds"));

        store!.IsOut = true;
        gate.SetResult();
        await Wait.UntilAsync(() => engine.Writer.Outage.Present is not null);
        var isOut = await EngineHealth.CheckAsync(engine, default);
        Assert.Equal(HealthStatus.Degraded, isOut.Status);
        Assert.Contains("the cable is out", isOut.Description, StringComparison.Ordinal);
        store.IsOut = false;
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(second)).State);
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(first)).State);
    }

    [Fact]
    public async Task Run_ListenersThatThrow_ChangeNothing()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == UnitMeter.Name && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("a counter's listener"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("a histogram's listener"));
        listener.Start();
        var memory = new InMemoryUnitStore(TimeProvider.System);
        memory.Signalled += static _ => throw new InvalidOperationException("a store's listener");
        await using var host = await OrchestrationHost.StartAsync(units: x => x.UseStore(_ => memory));

        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(await host.EnqueueAsync("{}", new() { PartitionKey = "p" }))).State);
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(await host.EnqueueAsync("{}", new() { PartitionKey = "p" }))).State);
        Assert.Equal(2, host.Worker.Runs.Count);
    }

    [Fact]
    public async Task Run_UnitsThatBlockTheirThreads_DoNotKeepOthersFromRunning()
    {
        using var gate = new ManualResetEventSlim();
        await using var host = await OrchestrationHost.StartAsync(units: static x => x.MaxConcurrency = 24);
        host.Worker.Do = (args, _, _) =>
        {
            if (args.TryGetProperty("block", out _))
            {
                gate.Wait(CancellationToken.None);
            }

            return new((JsonElement?)null);
        };
        var blocking = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            blocking.Add(await host.EnqueueAsync("""{"block":true}"""));
        }

        await Wait.UntilAsync(() => host.Worker.Runs.Count == 20);
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(await host.EnqueueAsync())).State);
        gate.Set();
        foreach (var unitId in blocking)
        {
            Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(unitId)).State);
        }
    }
}
