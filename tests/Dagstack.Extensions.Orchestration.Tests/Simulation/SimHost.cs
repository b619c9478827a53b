using Dagstack.Extensions.Orchestration.Running;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>A process that runs units, through all its lives.</summary>
internal sealed class SimHost(SimWorld world, string name, Func<SimNode, UnitRunnerParts> parts)
{
    private int _lives;
    private UnitRunner? _runner;

    public string Name => name;

    public SimNode? Node { get; private set; }

    /// <summary>Begins a life.</summary>
    public void Start()
    {
        var node = Node = world.AddNode($"{name}.{++_lives}");
        node.Run(async () =>
        {
            var runner = _runner = new UnitRunner(parts(node));
            while (true)
            {
                try
                {
                    await runner.StartAsync(CancellationToken.None);
                    return;
                }
                catch (UnitStoreUnavailableException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(0.5), node.Time);
                }
            }
        });
    }

    /// <summary>Ends it, wherever it is.</summary>
    /// <returns>The life that is over; null if none was.</returns>
    public SimNode? Kill()
    {
        var node = Node;
        node?.Kill();
        (Node, _runner) = (null, null);
        return node;
    }

    /// <summary>Has it stop by itself.</summary>
    /// <param name="stopped">Called once it has.</param>
    /// <returns>The life that ends; null if none does.</returns>
    public SimNode? Stop(Action stopped)
    {
        var (node, runner) = (Node, _runner);
        if (node is null || runner is null)
        {
            return null;
        }

        Node = null;
        node.Run(async () =>
        {
            await runner.StopAsync(CancellationToken.None);
            node.Kill();
            stopped();
        });
        return node;
    }
}
