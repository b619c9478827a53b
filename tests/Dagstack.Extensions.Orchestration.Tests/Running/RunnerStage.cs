using System.Text;
using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Orchestration.Placement;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>A runner over a store in memory, with bodies that a test gives.</summary>
internal sealed class RunnerStage : IAsyncDisposable
{
    private RunnerStage(TimeProvider time, Func<InMemoryUnitStore, UnitStore>? wrap)
    {
        Memory = new(time);
        Store = wrap?.Invoke(Memory) ?? Memory;
    }

    public InMemoryUnitStore Memory { get; }

    public UnitStore Store { get; }

    public FakeBody Body { get; } = new();

    public TestLogs Logs { get; } = new();

    public UnitRunner Runner { get; private set; } = null!;

    public static async Task<RunnerStage> StartAsync(UnitRunnerOptions? options = null, TimeProvider? time = null, Func<InMemoryUnitStore, UnitStore>? wrap = null, Action<FakeBody>? body = null)
    {
        var stage = new RunnerStage(time ?? TimeProvider.System, wrap);
        body?.Invoke(stage.Body);
        await stage.Store.OpenAsync(default);
        stage.Runner = new(new()
        {
            Store = stage.Store,
            Placement = new LocalPlacement(stage.Store, "here"),
            Body = stage.Body,
            Time = time ?? TimeProvider.System,
            Scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
            Options = options ?? new(),
            Logger = stage.Logs.CreateLogger("units"),
        });
        await stage.Runner.StartAsync(default);
        return stage;
    }

    public static NewUnit Unit(string id, string? partition = null, string plugin = "tool:t", TimeSpan? expiresIn = null) =>
        new() { UnitId = id, Plugin = plugin, PartitionKey = partition, Args = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""), ExpiresIn = expiresIn };

    public async Task EnqueueAsync(params NewUnit[] units)
    {
        foreach (var unit in units)
        {
            await Runner.Writer.WriteAsync(unit, default);
        }
    }

    public async Task<UnitDetails> FindAsync(string id) => await Memory.FindAsync(id, default) ?? throw new InvalidOperationException($"There is no unit {id}.");

    /// <summary>Waits until a unit is as a test wants it.</summary>
    /// <param name="time">A clock that is moved on meanwhile, if there is one.</param>
    public async Task<UnitDetails> UntilAsync(string id, Func<UnitDetails, bool> condition, FakeTimeProvider? time = null)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (true)
        {
            var unit = await FindAsync(id);
            if (condition(unit))
            {
                return unit;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"The unit {id} is {unit.State} (failures {unit.Failures}, losses {unit.Losses}, {unit.Error}):\n{string.Join('\n', Logs.Lines)}");
            }

            time?.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }
    }

    public Task<UnitDetails> UntilAsync(string id, UnitState state, FakeTimeProvider? time = null) => UntilAsync(id, unit => unit.State == state, time);

    public async ValueTask DisposeAsync()
    {
        await Runner.StopAsync(new CancellationTokenSource(Limits.Patience).Token);
        await Store.DisposeAsync();
    }
}
