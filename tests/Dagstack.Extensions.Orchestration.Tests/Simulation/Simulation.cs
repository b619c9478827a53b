using System.Text.Json;
using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Orchestration.Tests.Killing;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Several runners over one store, everything between them and within them in an order that a seed decides, and what goes wrong decided by it too.</summary>
internal sealed class Simulation : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly SimPlan _plan;
    private readonly SimWorld _world;
    private readonly SimWire _wire;
    private readonly InMemoryUnitStore _store;
    private readonly SimCluster _cluster;
    private readonly UnitStore _shared;
    private readonly List<SimHost> _hosts = [];
    private readonly List<SimClient> _clients = [];
    private readonly SimAccidents _accidents;

    private Simulation(SimPlan plan)
    {
        (_plan, _world) = (plan, new(plan.Seed));
        var database = _world.AddNode("database");
        _store = new(database.Time);
        _cluster = new(_world, _store);
        _shared = plan.Broken == SimBreak.None ? _store : new BrokenStore(_world, _store, _cluster, plan.Broken);
        _wire = new(_world) { Loss = plan.Only is null ? new[] { 0, 0, 0.02, 0.1 }[_world.Dice.Next(4)] : 0 };
        _store.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        var (hosts, callers) = plan.Only is null ? (_world.Dice.Next(1, 4), _world.Dice.Next(1, 4)) : (1, 1);
        _hosts.AddRange(Enumerable.Range(1, hosts).Select(i => new SimHost(_world, $"n{i}", PartsOf)));
        var node = _world.AddNode("callers");
        _clients.AddRange(Enumerable.Range(1, callers).Select(i => new SimClient(node, new SimStore(node, _wire, _shared), $"p{i}", plan.Only is null ? _world.Dice.Next(1, 6) : 1, plan.Only)));
        _clients.ForEach(client => node.Run(client.RunAsync));
        _hosts.ForEach(static host => host.Start());
        _accidents = new(_world, _wire, _cluster, _hosts);
    }

    /// <summary>Runs one schedule to its end, on this thread.</summary>
    public static SimResult Run(SimPlan plan)
    {
        using var simulation = new Simulation(plan);
        simulation.Run();
        return simulation.Judge();
    }

    public void Dispose() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void Run()
    {
        while (_world.Now < s_limit && !(_world.Steps % 32 == 0 && _accidents.AreOver && IsOver()) && _world.Step())
        {
            if (_plan.Only is null)
            {
                _accidents.Step();
            }
            else if (_plan.KillAt == _world.Steps)
            {
                _accidents.Kill(_hosts[0]);
            }
        }

        // What is late comes now: who has stood still goes on with what it was about to write.
        for (var end = _world.Now + TimeSpan.FromSeconds(5); _world.Now < end && _world.Step();)
        {
        }
    }

    private bool IsOver() => _clients.TrueForAll(static client => client.IsDone) && All().TrueForAll(static unit => unit.IsFinal);

    private List<UnitDetails> All() => [.. _store.ListAsync(new() { Limit = 1000 }, CancellationToken.None).GetAwaiter().GetResult().Units];

    private SimResult Judge()
    {
        foreach (var unit in All())
        {
            var output = unit.Output?.Deserialize<SimOutput>();
            var isRight = output is null || output.Value == SimWork.Parse(JsonSerializer.SerializeToUtf8Bytes(unit.Args)).Result;
            _world.Say(FactKind.Final, "database", unit.UnitId, output?.Run ?? string.Empty, detail: isRight ? unit.State.ToString() : $"Wrong: {output}", key: unit.IdempotencyKey ?? string.Empty, partition: unit.PartitionKey ?? string.Empty);
        }

        Assert.Empty(_world.Faults);
        Assert.True(_world.Leak is null, $"Seed {_world.Seed}: something was done on another thread. {_world.Leak}");
        var story = new Story(_world.Facts, SimWorld.FactTime(TimeSpan.FromSeconds(6)));
        return new(_world.Seed, Killing.Judge.Of(story, final => story.Units[final.Unit].Cancelling is null || final.Detail != "Cancelled" ? "Succeeded" : "Cancelled"), _world.Facts, _world.Steps, _world.Now);
    }

    private UnitRunnerParts PartsOf(SimNode node) => new()
    {
        Store = new SimStore(node, _wire, _shared),
        Placement = new SimPlacement(node, _wire, _cluster),
        Body = new SimBody(node),
        Time = node.Time,
        Scheduler = node.Scheduler,
        Random = new(_world.Dice.Next()),
        Options = new() { MaxConcurrency = _world.Dice.Next(1, 5), MaxLongRunning = 1, LoadLimit = _world.Dice.Next(1, 5), MaxLosses = 100, Grace = TimeSpan.FromSeconds(2) },
    };
}
