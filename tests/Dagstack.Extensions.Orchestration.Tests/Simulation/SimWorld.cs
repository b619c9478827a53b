using Dagstack.Extensions.Orchestration.Tests.Killing;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>A world of one thread: its clock, all that is ready to run on any of its nodes, all that is on its way, and the dice that decide what comes next.</summary>
internal sealed class SimWorld(int seed)
{
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(100);

    private readonly PriorityQueue<SimEvent, (long At, int Tie)> _events = new();
    private readonly List<SimNode> _nodes = [];
    private readonly List<Fact> _facts = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _lastFact;

    public int Seed { get; } = seed;

    public Random Dice { get; } = new(seed);

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many things have happened.</summary>
    public int Steps { get; private set; }

    /// <summary>Where something was done on another thread; null if nothing was.</summary>
    public string? Leak { get; private set; }

    /// <summary>What was thrown where nobody sees it.</summary>
    public List<Exception> Faults { get; } = [];

    public IReadOnlyList<Fact> Facts => _facts;

    public SimNode AddNode(string name)
    {
        var node = new SimNode(this, name);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A span of the clock in the times of facts, which tell apart what happens at the same moment.</summary>
    public static long FactTime(TimeSpan span) => span.Ticks << 20;

    /// <summary>Nothing of the world is done on other threads: it would not be the same the next time.</summary>
    public void ThrowIfElsewhere()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Leak ??= Environment.StackTrace;
            throw new InvalidOperationException("Code of the simulation has left its thread.");
        }
    }

    /// <summary>Says something in the log.</summary>
    public void Say(FactKind kind, string node, string unit = "", string run = "", long number = 0, string detail = "", string key = "", string partition = "")
    {
        _lastFact = Math.Max(_lastFact + 1, FactTime(Now));
        _facts.Add(new(_lastFact, kind, node) { Unit = unit, Run = run, Number = number, Detail = detail, Key = key, Partition = partition });
    }

    /// <summary>Has something happen later.</summary>
    public SimEvent After(TimeSpan span, Action action)
    {
        var scheduled = new SimEvent(action);
        _events.Enqueue(scheduled, ((Now + span).Ticks, Dice.Next()));
        return scheduled;
    }

    /// <summary>A span of up to a bound: mostly short, at times long.</summary>
    public TimeSpan Span(TimeSpan bound) => bound * Math.Pow(Dice.NextDouble(), 3);

    public bool Chance(double probability) => Dice.NextDouble() < probability;

    /// <summary>Lets one thing happen: a piece of work that is ready on a node, or else the next event, to which the clock goes on.</summary>
    /// <returns>False if nothing is ready and nothing is to come.</returns>
    public bool Step()
    {
        Steps++;
        var ready = 0;
        foreach (var node in _nodes)
        {
            ready += node.ReadyCount;
        }

        while (_events.TryPeek(out var first, out _) && first.IsCancelled)
        {
            _events.Dequeue();
        }

        // A machine may be slow: time goes on though there is something to do, but not for long.
        if (ready > 0 && !(_events.TryPeek(out _, out var soon) && soon.At < (Now + s_slow).Ticks && Chance(0.1)))
        {
            var index = Dice.Next(ready);
            foreach (var node in _nodes)
            {
                if (index < node.ReadyCount)
                {
                    node.RunOne(index);
                    return true;
                }

                index -= node.ReadyCount;
            }
        }

        if (_events.TryDequeue(out var next, out var order))
        {
            Now = TimeSpan.FromTicks(Math.Max(Now.Ticks, order.At));
            next.Action();
            return true;
        }

        return ready > 0;
    }
}
