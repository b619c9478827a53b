using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>How units come to their ends.</summary>
public sealed class EndTests
{
    private static readonly PluginId s_plugin = new("tool", "t");

    [Fact]
    public async Task Run_AUnitThatFailsTwice_IsTriedAgainWithGrowingWaitsAndHoldsUpItsPartition()
    {
        var time = new FakeTimeProvider();
        var starts = new List<DateTimeOffset>();
        await using var stage = await RunnerStage.StartAsync(new() { PolicyOf = static _ => new() { FirstDelay = TimeSpan.FromSeconds(1) } }, time);
        stage.Body.Run = (unit, context, _) =>
        {
            if (unit.UnitId == "a")
            {
                starts.Add(time.GetUtcNow());
                return context.Attempt < 3 ? throw new InvalidOperationException($"attempt {context.Attempt}") : Task.FromResult<JsonElement?>(null);
            }

            return Task.FromResult<JsonElement?>(null);
        };

        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("b", UnitState.Succeeded, time);

        var unit = await stage.FindAsync("a");
        Assert.Equal((UnitState.Succeeded, 2), (unit.State, unit.Failures));
        Assert.Equal(["a", "a", "a", "b"], stage.Body.Started);
        Assert.InRange((starts[1] - starts[0]).TotalSeconds, 0.5, 1.5);
        Assert.InRange((starts[2] - starts[1]).TotalSeconds, 1, 2.5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_AFinalFailure_ContinuesOrHaltsAsThePolicySays(bool halts)
    {
        await using var stage = await RunnerStage.StartAsync(new() { PolicyOf = _ => new() { MaxAttempts = 1, Halts = halts } });
        stage.Body.Run = static (unit, _, _) => unit.UnitId == "a" ? throw new InvalidOperationException("no paper") : Task.FromResult<JsonElement?>(null);

        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"), RunnerStage.Unit("c", "q"));
        var failed = await stage.UntilAsync("a", UnitState.Failed);
        await stage.UntilAsync("c", UnitState.Succeeded);

        Assert.Contains("no paper", failed.Error, StringComparison.Ordinal);
        Assert.Equal(halts, failed.HaltsPartition);
        if (halts)
        {
            Assert.Equal(UnitState.Queued, (await stage.FindAsync("b")).State);
            await stage.Runner.Writer.WriteAsync(new CancelWrite { UnitId = "a" }, default);
        }

        await stage.UntilAsync("b", UnitState.Succeeded);
        Assert.Equal(UnitState.Failed, (await stage.FindAsync("a")).State);
    }

    [Fact]
    public async Task Run_AHaltedPartition_RunsTheSameUnitFirstAfterABackfill()
    {
        await using var stage = await RunnerStage.StartAsync(new() { PolicyOf = static _ => new() { MaxAttempts = 1, Halts = true } });
        var isBroken = true;
        stage.Body.Run = (unit, _, _) => Volatile.Read(ref isBroken) ? throw new InvalidOperationException() : Task.FromResult<JsonElement?>(null);
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("a", UnitState.Failed);

        Volatile.Write(ref isBroken, false);
        await stage.Store.BackfillAsync(new() { States = [UnitState.Failed] }, default);
        await stage.UntilAsync("b", UnitState.Succeeded);

        Assert.Equal(["a", "a", "b"], stage.Body.Started);
    }

    [Fact]
    public async Task Run_AUnitThatKillsItsProcess_HasFailedAfterFiveLossesAndThoseBehindItRun()
    {
        await using var stage = await RunnerStage.StartAsync();
        stage.Body.Run = static (unit, _, _) => unit.UnitId == "a" ? throw new UnitInterruptedException(s_plugin, "a", "its process has died.", died: true) : Task.FromResult<JsonElement?>(null);

        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("b", UnitState.Succeeded);

        var unit = await stage.FindAsync("a");
        Assert.Equal((UnitState.Failed, 5, 0), (unit.State, unit.Losses, unit.Failures));
        Assert.StartsWith("poison:", unit.Error, StringComparison.Ordinal);
        Assert.Equal(5, stage.Body.Started.Count(static id => id == "a"));
    }

    [Fact]
    public async Task Run_AProcessThatDiesAroundAnOutageOfTheStore_CountsNoLoss()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner));
        var isFirst = true;
        stage.Body.Run = async (_, _, token) =>
        {
            if (isFirst)
            {
                isFirst = false;
                store!.IsOut = true;
                await Wait.UntilAsync(() => stage.Runner.Writer.Outage.Present is not null);
                throw new UnitInterruptedException(s_plugin, "a", "its process has died.", died: true);
            }

            return null;
        };

        await stage.EnqueueAsync(RunnerStage.Unit("a"));
        await Wait.UntilAsync(() => stage.Logs.Lines.Any(static line => line.Contains("[368]", StringComparison.Ordinal)));
        store!.IsOut = false;

        Assert.Equal(0, (await stage.UntilAsync("a", UnitState.Succeeded)).Losses);
    }

    [Fact]
    public async Task Run_ALossThatReachesTheLimitWhileItWaits_FailsWithoutAStart()
    {
        var time = new FakeTimeProvider();
        await using var stage = await RunnerStage.StartAsync(time: time, body: static body => body.Ready = new HashSet<string>());
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"));
        for (var run = 1; run <= 5; run++)
        {
            var lease = stage.Memory.Take("k:p", isLoss: true);
            var outcome = await stage.Memory.WriteAsync([new UnitMove { Lease = lease, Start = new() { UnitId = "a", Run = run, Node = "dead", CountsLoss = run > 1 } }], default);
            Assert.Equal(UnitWriteOutcome.Applied, outcome[0].Outcome);
        }

        stage.Memory.Take("k:p", isLoss: true);
        stage.Body.Ready = new HashSet<string> { "tool:t" };

        Assert.StartsWith("poison: 5 times", (await stage.UntilAsync("a", UnitState.Failed, time)).Error, StringComparison.Ordinal);
        Assert.Empty(stage.Body.Started);
    }

    [Fact]
    public async Task Run_ItsTurnComesTooLate_IsExpiredAndThoseBehindItRun()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource<JsonElement?>();
        await using var stage = await RunnerStage.StartAsync(time: time);
        stage.Body.Run = (unit, _, _) => unit.UnitId == "a" ? gate.Task : Task.FromResult<JsonElement?>(null);
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p", expiresIn: TimeSpan.FromSeconds(5)), RunnerStage.Unit("c", "p", expiresIn: TimeSpan.FromHours(1)));
        await stage.UntilAsync("a", UnitState.Running, time);

        time.Advance(TimeSpan.FromSeconds(6));
        gate.SetResult(null);

        await stage.UntilAsync("c", UnitState.Succeeded, time);
        Assert.Equal(UnitState.Expired, (await stage.FindAsync("b")).State);
        Assert.Equal(["a", "c"], stage.Body.Started);
        Assert.Equal(1, (await stage.Store.BackfillAsync(new() { States = [UnitState.Expired] }, default)).EnqueuedCount);
        await stage.UntilAsync("b", UnitState.Succeeded, time);
    }

    [Fact]
    public async Task Run_ATimeoutThatIsOver_HasFailedWithTheTime()
    {
        var time = new FakeTimeProvider();
        await using var stage = await RunnerStage.StartAsync(new() { PolicyOf = static _ => new() { Timeout = TimeSpan.FromSeconds(30), MaxAttempts = 2, FirstDelay = TimeSpan.Zero } }, time);
        stage.Body.Run = static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };

        await stage.EnqueueAsync(RunnerStage.Unit("a"));
        var unit = await stage.UntilAsync("a", UnitState.Failed, time);

        Assert.Equal(2, unit.Failures);
        Assert.Contains("00:00:30", unit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LongerThanThreeTimesItsEstimate_IsSaidOnce()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource<JsonElement?>();
        await using var stage = await RunnerStage.StartAsync(time: time, body: static body => body.Say("tool:t", new() { EstimatedDuration = TimeSpan.FromSeconds(2) }));
        stage.Body.Run = (_, _, _) => gate.Task;
        await stage.EnqueueAsync(RunnerStage.Unit("a"));
        await stage.UntilAsync("a", UnitState.Running, time);
        await Wait.UntilAsync(() => !stage.Body.Started.IsEmpty);

        await stage.UntilAsync("a", _ => stage.Logs.Lines.Any(static line => line.Contains("[371]", StringComparison.Ordinal)), time);
        time.Advance(TimeSpan.FromMinutes(1));
        gate.SetResult(null);
        await stage.UntilAsync("a", UnitState.Succeeded, time);

        Assert.Single(stage.Logs.Lines, static line => line.Contains("[371]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancel_AUnitThatIgnoresItsToken_IsLeftBehindAfterTheGraceAndItsWritesDoNotCount()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource();
        var saved = new TaskCompletionSource<Exception?>();
        await using var stage = await RunnerStage.StartAsync(time: time, body: static body => body.Say("tool:t", new() { IsCheckpointable = true }));
        stage.Body.Run = async (unit, context, _) =>
        {
            if (unit.UnitId == "a")
            {
                await gate.Task;
                saved.SetResult(await Record.ExceptionAsync(() => context.Checkpoint.SaveAsync("late", new byte[] { 1 }, CancellationToken.None)));
            }

            return null;
        };
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("a", UnitState.Running, time);

        await stage.Runner.Writer.WriteAsync(new CancelWrite { UnitId = "a" }, default);
        await stage.UntilAsync("b", UnitState.Succeeded, time);

        Assert.Equal(UnitState.Cancelled, (await stage.FindAsync("a")).State);
        Assert.Contains(stage.Logs.Lines, static line => line.Contains("[370]", StringComparison.Ordinal));
        gate.SetResult();
        Assert.IsType<UnitInterruptedException>(await saved.Task.WaitAsync(Limits.Patience));
        Assert.Null(await stage.Store.LoadCheckpointAsync("a", "late", default));
    }

    [Fact]
    public async Task Cancel_ThatNobodyTellsOf_IsFoundBySecondLooks()
    {
        var time = new FakeTimeProvider();
        await using var stage = await RunnerStage.StartAsync(time: time, wrap: static inner => new SilentStore(inner));
        stage.Body.Run = static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        await stage.EnqueueAsync(RunnerStage.Unit("a"));
        await stage.UntilAsync("a", UnitState.Running, time);

        await stage.Memory.WriteAsync([new CancelWrite { UnitId = "a" }], default);

        await stage.UntilAsync("a", UnitState.Cancelled, time);
    }

    [Fact]
    public async Task Cancel_WhileItWaitsForARetry_IsCancelledWithoutAnotherRun()
    {
        await using var stage = await RunnerStage.StartAsync(new() { PolicyOf = static _ => new() { FirstDelay = TimeSpan.FromSeconds(1.9) } });
        stage.Body.Run = static (unit, _, _) => unit.UnitId == "a" ? throw new InvalidOperationException() : Task.FromResult<JsonElement?>(null);
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("a", static unit => unit.Failures == 1);

        await stage.Runner.Writer.WriteAsync(new CancelWrite { UnitId = "a" }, default);

        await stage.UntilAsync("b", UnitState.Succeeded);
        Assert.Equal(UnitState.Cancelled, (await stage.FindAsync("a")).State);
        Assert.Equal(["a", "b"], stage.Body.Started);
    }
}
