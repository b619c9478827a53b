using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

public sealed class UnitRunnerTests
{
    [Fact]
    public async Task Run_UnitsOfSeveralPartitions_AllInTheOrderOfTheirPartition()
    {
        await using var stage = await RunnerStage.StartAsync();
        var units = Enumerable.Range(0, 200).Select(number => RunnerStage.Unit($"{number % 7}-{number / 7:00}", $"p{number % 7}")).ToArray();

        await stage.EnqueueAsync(units);
        foreach (var unit in units)
        {
            await stage.UntilAsync(unit.UnitId, UnitState.Succeeded);
        }

        Assert.Equal(200, stage.Body.Started.Count);
        foreach (var partition in stage.Body.Started.GroupBy(static id => id[0]))
        {
            Assert.Equal(partition.Order(StringComparer.Ordinal), partition);
        }

        await Wait.UntilAsync(() => stage.Runner is { PartitionCount: 0, RunningCount: 0 });
    }

    [Fact]
    public async Task Run_OneUnitAfterTheOtherInAPartition_DoesNotWaitForTheNextLook()
    {
        var time = new FakeTimeProvider();
        await using var stage = await RunnerStage.StartAsync(time: time);
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"));
        await stage.UntilAsync("a", UnitState.Succeeded, time);

        // The clock stands still: the store is not looked at again.
        await stage.EnqueueAsync(RunnerStage.Unit("b", "p"));

        await stage.UntilAsync("b", UnitState.Succeeded);
    }

    [Fact]
    public async Task Run_OneOfAPartitionHangs_OthersRunAndThoseBehindItWait()
    {
        var gate = new TaskCompletionSource<JsonElement?>();
        await using var stage = await RunnerStage.StartAsync();
        stage.Body.Run = (unit, _, _) => unit.UnitId == "a1" ? gate.Task : Task.FromResult<JsonElement?>(null);

        await stage.EnqueueAsync(RunnerStage.Unit("a1", "a"), RunnerStage.Unit("a2", "a"), RunnerStage.Unit("b1", "b"), RunnerStage.Unit("alone"));
        await stage.UntilAsync("b1", UnitState.Succeeded);
        await stage.UntilAsync("alone", UnitState.Succeeded);

        Assert.Equal(UnitState.Running, (await stage.FindAsync("a1")).State);
        Assert.Equal(UnitState.Queued, (await stage.FindAsync("a2")).State);
        gate.SetResult(JsonElement.Parse("""{"n":1}"""));
        await stage.UntilAsync("a2", UnitState.Succeeded);
        Assert.Equal("""{"n":1}""", (await stage.FindAsync("a1")).Output?.GetRawText());
    }

    [Fact]
    public async Task StopAsync_WhileUnitsRun_AreInterruptedAndQueued()
    {
        var stage = await RunnerStage.StartAsync();
        stage.Body.Run = static async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        await stage.EnqueueAsync(RunnerStage.Unit("a", "p"), RunnerStage.Unit("b", "p"));
        await stage.UntilAsync("a", UnitState.Running);

        await stage.Runner.StopAsync(default);

        var unit = await stage.FindAsync("a");
        Assert.Equal((UnitState.Queued, 0, 0), (unit.State, unit.Failures, unit.Losses));
        Assert.Equal(UnitState.Queued, (await stage.FindAsync("b")).State);
    }
}
