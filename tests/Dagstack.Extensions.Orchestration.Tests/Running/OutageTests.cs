using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>What a runner does when its store is out, refuses, or loses answers.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Run_TheStoreIsOutForAWhile_WhatRunsGoesOnAndNothingRunsTwice()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner));
        var gate = new TaskCompletionSource<JsonElement?>();
        stage.Body.Run = (unit, _, _) => unit.UnitId == "a0" ? gate.Task : Task.FromResult<JsonElement?>(null);
        for (var i = 0; i < 10; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"a{i}", "a"));
        }

        await stage.UntilAsync("a0", UnitState.Running);
        store!.IsOut = true;
        gate.SetResult(null);
        var late = stage.EnqueueAsync(RunnerStage.Unit("late", "b"));
        await Wait.UntilAsync(() => stage.Runner.Writer.Outage.Present is not null);
        Assert.False(late.IsCompleted);
        store.IsOut = false;

        await late.WaitAsync(Limits.Patience);
        await stage.UntilAsync("late", UnitState.Succeeded);
        await stage.UntilAsync("a9", UnitState.Succeeded);
        Assert.Equal(11, stage.Body.Started.Count);
        Assert.Null(stage.Runner.Writer.Outage.Present);
        Assert.Contains(stage.Logs.Lines, static line => line.Contains("[360]", StringComparison.Ordinal));
        Assert.Contains(stage.Logs.Lines, static line => line.Contains("[361]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AnswersAreLost_TheSameIsSaidAgainAndNothingRunsTwice()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner));
        var random = new Random(7);
        store!.After = _ =>
        {
            lock (random)
            {
                if (random.Next(3) == 0)
                {
                    throw new UnitStoreUnavailableException("the answer is lost.");
                }
            }
        };

        for (var i = 0; i < 12; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"a{i:00}", $"p{i % 3}"));
        }

        for (var i = 0; i < 12; i++)
        {
            Assert.Equal((0, 0), (await stage.UntilAsync($"a{i:00}", UnitState.Succeeded) is var unit ? (unit.Failures, unit.Losses) : default));
        }

        Assert.Equal(12, stage.Body.Started.Count);
    }

    [Fact]
    public async Task WriteAsync_OneOfABatchIsRefused_FailsAlone()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner), body: static body => body.Ready = new HashSet<string>());
        var hold = new TaskCompletionSource();
        store!.Before = async writes =>
        {
            await hold.Task;
            if (writes.OfType<NewUnit>().Any(static unit => unit.UnitId == "bad"))
            {
                throw new InvalidOperationException("no such column");
            }
        };

        var first = stage.Runner.Writer.WriteAsync(RunnerStage.Unit("first"), default);
        var others = new[] { "x", "bad", "y" }.Select(id => (Id: id, Task: stage.Runner.Writer.WriteAsync(RunnerStage.Unit(id), default))).ToArray();
        hold.SetResult();

        await first.WaitAsync(Limits.Patience);
        foreach (var (id, task) in others)
        {
            if (id == "bad")
            {
                Assert.Contains("no such column", (await Assert.ThrowsAsync<InvalidOperationException>(() => task.WaitAsync(Limits.Patience))).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(UnitWriteOutcome.Applied, (await task.WaitAsync(Limits.Patience)).Outcome);
            }
        }

        Assert.True(store.Batches.Max() > 1 && store.Batches.Count(static size => size == 1) >= 3, string.Join(", ", store.Batches));
    }

    [Fact]
    public async Task WriteAsync_ManyAtOnce_AreFewCommits()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner), body: static body => body.Ready = new HashSet<string>());
        var hold = new TaskCompletionSource();
        store!.Before = _ => hold.Task;

        var writes = Enumerable.Range(0, 1_000).Select(number => stage.Runner.Writer.WriteAsync(RunnerStage.Unit($"u{number}"), default)).ToArray();
        hold.SetResult();
        await Task.WhenAll(writes).WaitAsync(Limits.Patience);

        Assert.InRange(store.Batches.Count, 2, 4);
        Assert.InRange(store.Batches.Max(), 300, 512);
    }

    [Fact]
    public async Task WriteAsync_WhoeverWaitsGivesUp_IsNotSaidAgain()
    {
        FaultyStore? store = null;
        await using var stage = await RunnerStage.StartAsync(wrap: inner => store = new(inner), body: static body => body.Ready = new HashSet<string>());
        store!.IsOut = true;
        using var giveUp = new CancellationTokenSource();
        var given = stage.Runner.Writer.WriteAsync(RunnerStage.Unit("given"), giveUp.Token);
        var kept = stage.Runner.Writer.WriteAsync(RunnerStage.Unit("kept"), default);
        await Wait.UntilAsync(() => stage.Runner.Writer.Outage.Present is not null);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        store.IsOut = false;

        Assert.Equal(UnitWriteOutcome.Applied, (await kept.WaitAsync(Limits.Patience)).Outcome);
        Assert.Null(await stage.Memory.FindAsync("given", default));
    }

    [Fact]
    public async Task Run_SomebodyElseTakesThePartition_WhatRunsIsInterruptedAndItsWritesAreRefused()
    {
        await using var stage = await RunnerStage.StartAsync(body: static body => body.Say("tool:t", new() { IsCheckpointable = true }));
        var outcome = new TaskCompletionSource<Exception?>();
        var cancelled = new TaskCompletionSource();
        var taken = new TaskCompletionSource();
        var saved = new TaskCompletionSource();
        var runs = 0;
        stage.Body.Run = async (_, context, token) =>
        {
            if (Interlocked.Increment(ref runs) > 1)
            {
                return JsonElement.Parse("2");
            }

            await context.Checkpoint.SaveAsync("step", new byte[] { 1 }, token);
            saved.SetResult();
            await taken.Task;
            outcome.SetResult(await Record.ExceptionAsync(() => context.Checkpoint.SaveAsync("step", new byte[] { 2 }, CancellationToken.None)));
            using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            return JsonElement.Parse("1");
        };
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"));
        await saved.Task.WaitAsync(Limits.Patience);

        stage.Memory.Take("k:p", isLoss: false);
        taken.SetResult();

        Assert.IsType<UnitInterruptedException>(await outcome.Task.WaitAsync(Limits.Patience));
        await cancelled.Task.WaitAsync(Limits.Patience);
        var unit = await stage.UntilAsync("a", UnitState.Succeeded);
        Assert.Equal(("2", 0, 0), (unit.Output?.GetRawText(), unit.Failures, unit.Losses));
        Assert.Equal([1], (await stage.Memory.LoadCheckpointAsync("a", "step", default))!.Value);
    }
}
