using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

public sealed class OrchestratorUnitsTests
{
    [Fact]
    public async Task EnqueueAsync_AUnit_RunsAndHasItsOutput()
    {
        await using var host = await OrchestrationHost.StartAsync();

        var unit = await host.WaitAsync((await host.Units.EnqueueAsync("w", new { PageCount = 3 })).UnitId);

        Assert.Equal(UnitState.Succeeded, unit.State);
        Assert.Equal("""{"page_count":3}""", unit.Args.GetRawText());
        Assert.Equal("""{"page_count":3}""", unit.Output?.GetRawText());
        Assert.True(unit.IsFinal && unit.StartedAt is not null && unit.FinishedAt >= unit.StartedAt && unit.Node is not null);
    }

    [Fact]
    public async Task EnqueueAsync_ByTheHookOfTheKind_IsTheSame()
    {
        await using var host = await OrchestrationHost.StartAsync();
        var orchestrator = host.Host.Services.GetRequiredKeyedService<IOrchestrator>("orchestrator");

        var unit = await orchestrator.EnqueueAsync(new() { PluginName = "w", IdempotencyKey = "once" }, default);
        var again = await orchestrator.EnqueueAsync(new() { PluginName = "worker:w", IdempotencyKey = "once" }, default);
        await host.WaitAsync(unit.UnitId);
        var status = await orchestrator.StatusAsync(new() { UnitId = unit.UnitId }, default);

        Assert.Equal((unit.UnitId, true), (again.UnitId, again.Deduplicated));
        Assert.Equal(UnitState.Succeeded, status.State);
        await Assert.ThrowsAsync<UnitNotFoundException>(() => orchestrator.StatusAsync(new() { UnitId = "none" }, default).AsTask());
        Assert.Equal(0, (await orchestrator.BackfillAsync(new(), default)).EnqueuedCount);
    }

    [Fact]
    public async Task EnqueueAsync_PartitionOfTheManifest_IsTheArgumentUnlessOneIsGiven()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, PartitionKey = "tenant" });

        var text = await host.EnqueueAsync("""{"tenant":"a"}""");
        var number = await host.EnqueueAsync("""{"tenant":1.0}""");
        var given = await host.EnqueueAsync("{}", new() { PartitionKey = "b" });

        Assert.Equal(("a", "1", "b"), ((await host.WaitAsync(text)).PartitionKey, (await host.WaitAsync(number)).PartitionKey, (await host.WaitAsync(given)).PartitionKey));
        var refused = await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("{}"));
        Assert.Contains("'tenant'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("worker:w", refused.Message, StringComparison.Ordinal);
        Assert.Contains("null", (await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("""{"tenant":null}"""))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnqueueAsync_WhatCannotBeRun_IsRefusedWithWhatToChange()
    {
        await using var host = await OrchestrationHost.StartAsync();

        await Assert.ThrowsAsync<PluginNotFoundException>(() => host.Units.EnqueueAsync("v", JsonElement.Parse("{}")).AsTask());
        await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("[]"));
        Assert.Contains("1025 characters", (await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("{}", new() { PartitionKey = new('x', 1025) }))).Message, StringComparison.Ordinal);
        Assert.Contains("NUL", (await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("{}", new() { IdempotencyKey = "a\0" }))).Message, StringComparison.Ordinal);
        Assert.Contains("ExpiresAfter", (await Assert.ThrowsAsync<UnitRefusedException>(() => host.EnqueueAsync("{}", new() { ExpiresAfter = TimeSpan.Zero }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnqueueAsync_FromInsideAUnitOfTheSamePartition_RunsAfterIt()
    {
        await using var host = await OrchestrationHost.StartAsync();
        string? inner = null;
        host.Worker.Do = async (args, unit, token) =>
        {
            if (args.TryGetProperty("outer", out _))
            {
                inner = await host.EnqueueAsync("{}", new() { PartitionKey = "p" });
                Assert.Equal(UnitState.Queued, (await host.Units.GetAsync(inner, token))!.State);
            }

            return null;
        };

        var outer = await host.EnqueueAsync("""{"outer":1}""", new() { PartitionKey = "p" });
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(outer)).State);
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(inner!)).State);
        Assert.Equal([outer, inner!], host.Worker.Runs);
    }

    [Fact]
    public async Task EnqueueAsync_WithinACallersTraceAndMetadata_TheRunHasThem()
    {
        using var listener = new ActivityListener { ShouldListenTo = static source => source.Name is UnitMeter.Name or "test.enqueuer", Sample = static (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test.enqueuer");
        await using var host = await OrchestrationHost.StartAsync();
        IReadOnlyDictionary<string, object?>? seen = null;
        Activity? span = null;
        host.Worker.Do = (_, _, _) =>
        {
            seen = CallMetadata.Current;
            for (span = Activity.Current; span is { Source.Name: not UnitMeter.Name }; span = span.Parent)
            {
            }

            return new((JsonElement?)null);
        };

        string unitId;
        ActivityContext enqueuer;
        using (var activity = source.StartActivity("enqueue"))
        using (CallMetadata.Begin(CallMetadata.TenantId, "acme"))
        {
            enqueuer = activity!.Context;
            unitId = await host.EnqueueAsync();
        }

        await host.WaitAsync(unitId);

        Assert.Equal(("acme", unitId), (seen?[CallMetadata.TenantId], seen?[CallMetadata.UnitId]));
        Assert.Equal(enqueuer.SpanId, Assert.Single(span!.Links).Context.SpanId);
        Assert.NotEqual(enqueuer.TraceId, span.TraceId);
    }

    [Fact]
    public async Task WatchAsync_AUnitThatReports_SeesProgressAndTheEnd()
    {
        await using var host = await OrchestrationHost.StartAsync();
        var go = new TaskCompletionSource();
        host.Worker.Do = async (_, unit, token) =>
        {
            unit.Progress.Report(0.5, "half", new Dictionary<string, object?> { ["pages"] = 3 });
            await go.Task.WaitAsync(token);
            unit.Progress.Report(1, "done");
            unit.Progress.Event("page_skipped");
            return null;
        };
        var unitId = await host.EnqueueAsync();
        List<UnitDetails> seen = [];
        await foreach (var unit in host.Units.WatchAsync(unitId, new CancellationTokenSource(Limits.Patience).Token))
        {
            seen.Add(unit);
            if (unit.Progress is { } progress && progress.GetProperty("fraction").GetDouble() == 0.5)
            {
                Assert.Equal("""{"pages":3}""", progress.GetProperty("data").GetRawText());
                go.TrySetResult();
            }
        }

        Assert.Equal(UnitState.Succeeded, seen[^1].State);
        Assert.Equal("done", seen[^1].Progress?.GetProperty("message").GetString());
        Assert.Equal("page_skipped", seen[^1].Progress?.GetProperty("last_event").GetProperty("type").GetString());
        await Assert.ThrowsAsync<UnitNotFoundException>(() => host.WaitAsync("none"));
    }

    [Fact]
    public async Task CancelAsync_InEachState_IsWhatItSays()
    {
        await using var host = await OrchestrationHost.StartAsync();
        host.Worker.Do = static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        var running = await host.EnqueueAsync("{}", new() { PartitionKey = "p" });
        var queued = await host.EnqueueAsync("{}", new() { PartitionKey = "p" });
        await host.UntilAsync(running, static unit => unit.State == UnitState.Running);

        Assert.True(await host.Units.CancelAsync(queued));
        Assert.Equal(UnitState.Cancelled, (await host.WaitAsync(queued)).State);
        Assert.True(await host.Units.CancelAsync(running));
        Assert.Equal(UnitState.Cancelled, (await host.WaitAsync(running)).State);
        await Assert.ThrowsAsync<UnitNotFoundException>(() => host.Units.CancelAsync("none").AsTask());

        host.Worker.Do = static (_, _, _) => new((JsonElement?)null);
        var done = await host.EnqueueAsync();
        await host.WaitAsync(done);
        Assert.False(await host.Units.CancelAsync(done));
        Assert.True(await host.Units.RetryAsync(running));
        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(running)).State);
        Assert.False(await host.Units.RetryAsync(running));
    }

    [Fact]
    public async Task BackfillAsync_FailedUnits_RunAgainInTheirOrderWithTheirCheckpoints()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, Checkpointable = true }, static x => x.Defaults.MaxAttempts = 1);
        host.Worker.Do = static async (args, unit, token) =>
        {
            await unit.Checkpoint.SaveAsync("step", new byte[] { 7 }, token);
            throw new InvalidOperationException("no paper");
        };
        string[] units = [await host.EnqueueAsync("{}", new() { PartitionKey = "p" }), await host.EnqueueAsync("{}", new() { PartitionKey = "p" })];
        foreach (var unitId in units)
        {
            var failed = await host.WaitAsync(unitId);
            Assert.Equal((UnitState.Failed, 1), (failed.State, failed.Failures));
            Assert.Contains("no paper", failed.Error, StringComparison.Ordinal);
        }

        var found = new List<byte[]?>();
        host.Worker.Do = async (_, unit, token) =>
        {
            found.Add(await unit.Checkpoint.LoadAsync("step", token));
            return null;
        };
        Assert.Equal(2, (await host.Units.BackfillAsync(new() { PluginName = "w" })).EnqueuedCount);
        foreach (var unitId in units)
        {
            Assert.Equal((UnitState.Succeeded, 0), ((await host.WaitAsync(unitId)).State, (await host.WaitAsync(unitId)).Failures));
        }

        Assert.Equal([[7], [7]], found);
        Assert.Equal([.. units, .. units], host.Worker.Runs);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Units.BackfillAsync(new() { States = [UnitState.Succeeded] }).AsTask());
    }

    [Fact]
    public async Task Run_NotCheckpointable_CheckpointsAreForOneRun()
    {
        await using var host = await OrchestrationHost.StartAsync(null, static x => x.Defaults.RetryDelay = TimeSpan.Zero);
        var found = new List<byte[]?>();
        host.Worker.Do = async (_, unit, token) =>
        {
            found.Add(await unit.Checkpoint.LoadAsync("step", token));
            await unit.Checkpoint.SaveAsync("step", new byte[] { 1 }, token);
            found.Add(await unit.Checkpoint.LoadAsync("step", token));
            return unit.Attempt == 1 ? throw new InvalidOperationException() : null;
        };

        Assert.Equal(UnitState.Succeeded, (await host.WaitAsync(await host.EnqueueAsync())).State);
        Assert.Equal([null, [1], null, [1]], found);
    }

    [Fact]
    public async Task ReloadAsync_UnderAUnitThatRuns_IsInterruptedAndGoesOn()
    {
        await using var host = await OrchestrationHost.StartAsync(new() { Declared = true, Checkpointable = true }, plugins: static o => o.AllowReload());
        host.Worker.Do = static async (_, unit, token) =>
        {
            if (await unit.Checkpoint.LoadAsync("was", token) is null)
            {
                await unit.Checkpoint.SaveAsync("was", new byte[] { 1 }, token);
                await Task.Delay(Timeout.Infinite, token);
            }

            return JsonElement.Parse("true");
        };
        var unitId = await host.EnqueueAsync();
        await host.UntilAsync(unitId, static unit => unit.State == UnitState.Running);
        await Wait.UntilAsync(() => !host.Worker.Runs.IsEmpty);

        await host.Registry.ReloadAsync(new("worker", "w")).WaitAsync(Limits.Patience);

        var unit = await host.WaitAsync(unitId);
        Assert.Equal((UnitState.Succeeded, 0, 0), (unit.State, unit.Failures, unit.Losses));
    }

    [Fact]
    public async Task TeardownAndSetup_OfTheOrchestrator_UnitsGoOnAndCallersAreTold()
    {
        await using var host = await OrchestrationHost.StartAsync();
        var block = true;
        host.Worker.Do = async (_, _, token) =>
        {
            if (Volatile.Read(ref block))
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return null;
        };
        var unitId = await host.EnqueueAsync();
        await host.UntilAsync(unitId, static unit => unit.State == UnitState.Running);
        var wait = host.WaitAsync(unitId);

        await host.Registry.TeardownPluginAsync(new("orchestrator", "local")).WaitAsync(Limits.Patience);
        Assert.Equal(new PluginId("orchestrator", "local"), (await Assert.ThrowsAsync<PluginUnavailableException>(() => wait)).Plugin);
        var closed = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.EnqueueAsync());
        Assert.Contains("orchestrator:local", closed.Message, StringComparison.Ordinal);

        Volatile.Write(ref block, false);
        await host.Registry.SetupPluginAsync(new("orchestrator", "local")).WaitAsync(Limits.Patience);
        var unit = await host.WaitAsync(unitId);
        Assert.Equal((UnitState.Succeeded, 0, 0), (unit.State, unit.Failures, unit.Losses));
    }

    [Fact]
    public async Task ListAsync_AndCountAsync_TellWhatThereIs()
    {
        await using var host = await OrchestrationHost.StartAsync();
        List<string> units = [];
        for (var i = 0; i < 5; i++)
        {
            units.Add(await host.EnqueueAsync("{}", new() { PartitionKey = "p" }));
        }

        await host.WaitAsync(units[^1]);
        var first = await host.Units.ListAsync(new() { Plugin = "w", PartitionKey = "p", States = [UnitState.Succeeded], Limit = 3 });
        var second = await host.Units.ListAsync(new() { After = first.Next, Limit = 3 });

        Assert.Equal(Enumerable.Reverse(units), first.Units.Concat(second.Units).Select(static unit => unit.UnitId));
        Assert.Null(second.Next);
        var counts = Assert.Single(await host.Units.CountAsync());
        Assert.Equal((new PluginId("worker", "w"), 5), (counts.Plugin, counts.Succeeded));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Units.ListAsync(new() { Limit = 0 }).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => host.Units.ListAsync(new() { After = "x" }).AsTask());
    }

    [Fact]
    public async Task StartAsync_OptionsThatMakeNoSense_AreToldAllAtOnceWithTheirValues()
    {
        await using var host = OrchestrationHost.Build(units: static x =>
        {
            x.MaxConcurrency = 4;
            x.MaxLongRunning = 5;
            x.KeepFailed = TimeSpan.Zero;
            x.ForPlugin("worker:w", static p => p.MaxAttempts = 0);
        });

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.Host.StartAsync());
        Assert.Equal(3, fault.Failures.Count());
        Assert.Contains("MaxLongRunning is 5", fault.Message, StringComparison.Ordinal);
        Assert.Contains("KeepFailed is 00:00:00", fault.Message, StringComparison.Ordinal);
        Assert.Contains("MaxAttempts of worker:w is 0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SettingsOfTheConfiguration_WinOverCode()
    {
        await using var host = await OrchestrationHost.StartAsync(
            units: static x => x.MaxConcurrency = 4,
            settings: [("dagstack:units:max_concurrency", "3"), ("dagstack:units:KeepFailed", "7.00:00:00"), ("dagstack:units:plugins:worker:w:max_attempts", "1"), ("dagstack:units:plugins:worker:w:on_failure", "halt"), ("dagstack:units:max_concurency", "9")]);
        var options = host.Host.Services.GetRequiredService<IOptions<OrchestrationOptions>>().Value;

        Assert.Equal((3, TimeSpan.FromDays(7)), (options.MaxConcurrency, options.KeepFailed));
        Assert.Contains(host.Logs.Lines, static line => line.Contains("[376]", StringComparison.Ordinal) && line.Contains("'max_concurrency'", StringComparison.Ordinal));
        host.Worker.Do = static (_, _, _) => throw new InvalidOperationException("no");
        var failed = await host.WaitAsync(await host.EnqueueAsync("{}", new() { PartitionKey = "p" }));
        Assert.Equal((UnitState.Failed, 1, true), (failed.State, failed.Failures, failed.HaltsPartition));
    }

    [Fact]
    public async Task StartAsync_ASettingThatIsNone_IsToldWithItsPath()
    {
        await using var host = OrchestrationHost.Build(settings: ("dagstack:units:keep_failed", "long"));

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.Host.StartAsync());
        Assert.Contains("dagstack:units:keep_failed is 'long'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_TheStoreCannotBeOpened_TheOrchestratorIsUnavailableWithTheReason()
    {
        await using var host = await OrchestrationHost.StartAsync(units: static x => x.UseStore(static _ => throw new UnitStoreException("the disk is upside down. Turn it.")));

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.EnqueueAsync());
        Assert.Equal(new PluginId("orchestrator", "local"), fault.Plugin);
        Assert.Contains("upside down", fault.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Unavailable, host.Registry.Find(new("orchestrator", "local"))!.State);
    }
}
