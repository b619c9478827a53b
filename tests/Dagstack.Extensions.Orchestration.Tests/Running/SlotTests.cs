using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>How many units run at a time.</summary>
public sealed class SlotTests
{
    [Fact]
    public async Task Run_MoreThanThereAreSlots_NeverMoreAtATime()
    {
        await using var stage = await RunnerStage.StartAsync(new() { MaxConcurrency = 3, MaxLongRunning = 1 });
        var (now, most) = (0, 0);
        stage.Body.Run = async (_, _, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return null;
        };

        for (var i = 0; i < 100; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"u{i}", i % 2 == 0 ? null : $"p{i % 5}"));
        }

        for (var i = 0; i < 100; i++)
        {
            await stage.UntilAsync($"u{i}", UnitState.Succeeded);
        }

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Run_LongOnesWaitForLongOnes_ShortOnesRun()
    {
        await using var stage = await RunnerStage.StartAsync(
            new() { MaxConcurrency = 4, MaxLongRunning = 2 },
            body: static body =>
            {
                body.Say("tool:long", new() { EstimatedDuration = TimeSpan.FromMinutes(10) });
                body.Ready = new HashSet<string> { "tool:t", "tool:long" };
            });
        var gate = new TaskCompletionSource<JsonElement?>();
        stage.Body.Run = (unit, _, _) => unit.Plugin == "tool:long" ? gate.Task : Task.FromResult<JsonElement?>(null);

        for (var i = 0; i < 10; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"long{i}", plugin: "tool:long"));
        }

        await Wait.UntilAsync(() => stage.Body.Started.Count == 2);
        for (var i = 0; i < 20; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"short{i}"));
            await stage.UntilAsync($"short{i}", UnitState.Succeeded);
        }

        Assert.Equal(2, stage.Body.Started.Count(static id => id.StartsWith("long", StringComparison.Ordinal)));
        gate.SetResult(null);
        await stage.UntilAsync("long9", UnitState.Succeeded);
    }

    [Fact]
    public async Task Run_ThoseThatThreeProcessesHaveDiedWith_RunOneAtATime()
    {
        await using var stage = await RunnerStage.StartAsync();
        var (now, most) = (0, 0);
        stage.Body.Run = async (unit, _, token) =>
        {
            if (unit.Losses < 4)
            {
                throw new UnitInterruptedException(new("tool", "t"), unit.UnitId, "its process has died.", died: true);
            }

            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
            return null;
        };

        for (var i = 0; i < 8; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"u{i}"));
        }

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(4, (await stage.UntilAsync($"u{i}", UnitState.Succeeded)).Losses);
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Run_APluginThatIsNotReady_WaitsAndOthersRun()
    {
        await using var stage = await RunnerStage.StartAsync();

        await stage.EnqueueAsync(RunnerStage.Unit("other", plugin: "tool:other"), RunnerStage.Unit("mine"));
        await stage.UntilAsync("mine", UnitState.Succeeded);
        Assert.Equal(UnitState.Queued, (await stage.FindAsync("other")).State);

        stage.Body.Ready = new HashSet<string> { "tool:t", "tool:other" };
        await stage.UntilAsync("other", UnitState.Succeeded);
    }

    [Fact]
    public async Task Run_MorePartitionsThanAreHeld_AllRun()
    {
        await using var stage = await RunnerStage.StartAsync(new() { MaxPartitions = 3 });

        for (var i = 0; i < 60; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"u{i}", i % 3 == 0 ? null : $"p{i}"));
        }

        for (var i = 0; i < 60; i++)
        {
            await stage.UntilAsync($"u{i}", UnitState.Succeeded);
        }
    }

    [Fact]
    public async Task Sweep_UnitsThatEndedLongAgo_AreGone()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var stage = await RunnerStage.StartAsync(new() { SweepLimit = 2 }, time);
        for (var i = 0; i < 5; i++)
        {
            await stage.EnqueueAsync(RunnerStage.Unit($"u{i}"));
            await stage.UntilAsync($"u{i}", UnitState.Succeeded, time);
        }

        time.Advance(TimeSpan.FromDays(8));
        await Wait.UntilAsync(() => stage.Memory.CountAsync(default).Result.Count == 0);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
