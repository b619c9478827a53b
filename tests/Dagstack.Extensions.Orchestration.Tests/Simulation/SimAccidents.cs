using Dagstack.Extensions.Orchestration.Tests.Killing;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What goes wrong, and at which step: deaths, processes that stand still, outages of the store.</summary>
internal sealed class SimAccidents(SimWorld world, SimWire wire, SimCluster cluster, IReadOnlyList<SimHost> hosts)
{
    private readonly double _chance = 1.0 / world.Dice.Next(20, 400);
    private int _left = world.Dice.Next(0, 6);
    private int _underWay;

    public bool AreOver => _underWay == 0;

    /// <summary>Lets something go wrong after a step, at times.</summary>
    public void Step()
    {
        if (_left == 0 || !world.Chance(_chance))
        {
            return;
        }

        _left--;
        var host = hosts[world.Dice.Next(hosts.Count)];
        switch (world.Dice.Next(6))
        {
            case 0 or 1 when host.Node is { StandsStill: false }:
                Kill(host);
                break;
            case 2 or 3 when host.Node is { StandsStill: false } node:
                StandStill(node);
                break;
            case 4 when !wire.IsOut:
                Outage();
                break;
            case 5 when host.Node is { StandsStill: false }:
                Stop(host);
                break;
        }
    }

    /// <summary>Ends a life at once; another begins later.</summary>
    public void Kill(SimHost host)
    {
        var node = host.Kill()!;
        world.Say(FactKind.Loss, node.Name, detail: "kill");

        // The store sees that the connection has ended, or that the beat has.
        if (world.Chance(0.7))
        {
            world.After(world.Span(TimeSpan.FromSeconds(1)), () => cluster.Leave(node.Name));
        }

        Begin(TimeSpan.FromSeconds(8), host.Start);
    }

    private void Stop(SimHost host)
    {
        _underWay++;
        var node = host.Stop(() =>
        {
            _underWay--;
            Begin(TimeSpan.FromSeconds(2), host.Start);
        });
        if (node is null)
        {
            _underWay--;
        }
        else
        {
            world.Say(FactKind.Loss, node.Name, detail: "stop");
        }
    }

    private void StandStill(SimNode node)
    {
        node.StandsStill = true;
        world.Say(FactKind.Loss, node.Name, detail: "hang");
        Begin(TimeSpan.FromSeconds(12), () =>
        {
            node.StandsStill = false;
            world.Say(FactKind.Back, node.Name, detail: "hang");
        });
    }

    private void Outage()
    {
        wire.IsOut = true;
        world.Say(FactKind.Loss, Fact.Store, detail: "out");
        Begin(TimeSpan.FromSeconds(10), () =>
        {
            wire.IsOut = false;
            cluster.Back = world.Now;
            world.Say(FactKind.Back, Fact.Store, detail: "out");
        });
    }

    private void Begin(TimeSpan longest, Action end)
    {
        _underWay++;
        world.After(longest * world.Dice.NextDouble(), () =>
        {
            _underWay--;
            end();
        });
    }
}
