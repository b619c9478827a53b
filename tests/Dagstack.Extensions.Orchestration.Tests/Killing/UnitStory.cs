namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>All that was said of a unit.</summary>
internal sealed class UnitStory(string unit, IEnumerable<Fact> facts)
{
    private readonly List<RunStory> _runs = [];

    public string Unit { get; } = unit;

    public List<Fact> Enqueued { get; } = [];

    public List<Fact> Seen { get; } = [];

    public Fact? Final { get; private set; }

    /// <summary>Where somebody has first asked for its end.</summary>
    public Fact? Cancelling { get; private set; }

    /// <summary>Its runs in the order of their starts, without those that came to nothing since their process had stood still.</summary>
    public IReadOnlyList<RunStory> Runs { get; private set; } = [];

    public IReadOnlyList<RunStory> AllRuns => _runs;

    /// <summary>What the store has accepted, the end among it.</summary>
    public IReadOnlyList<AcceptedWrite> Writes { get; private set; } = [];

    /// <summary>Reads it.</summary>
    /// <param name="hadStoodStill">Tells whether a process had stood still before a moment.</param>
    public UnitStory Read(Func<string, long, bool> hadStoodStill)
    {
        var byName = new Dictionary<string, RunStory>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            switch (fact.Kind)
            {
                case FactKind.Enqueued:
                    Enqueued.Add(fact);
                    break;
                case FactKind.Cancelling:
                    Cancelling ??= fact;
                    break;
                case FactKind.Seen:
                    Seen.Add(fact);
                    break;
                case FactKind.Final:
                    Final = fact;
                    break;
                case FactKind.Started:
                    byName[fact.Run] = new(fact);
                    _runs.Add(byName[fact.Run]);
                    break;
                default:
                    byName[fact.Run].Facts.Add(fact);
                    break;
            }
        }

        // One whose start was granted before its process stood still begins when it goes on, and is refused whatever it writes.
        Runs = [.. _runs.Where(run => run.HasSaved || Final?.Run == run.Start.Run || !hadStoodStill(run.Node, run.Start.At))];
        Writes = [.. _runs.SelectMany(static run => run.Saves()), .. Ends(byName)];
        return this;
    }

    private IEnumerable<AcceptedWrite> Ends(Dictionary<string, RunStory> byName)
    {
        foreach (var name in Seen.Append(Final).OfType<Fact>().Select(static fact => fact.Run).Distinct())
        {
            if (byName.TryGetValue(name, out var run) && run.Completed is { } completed)
            {
                yield return new(run, completed, Seen.Find(fact => fact.Run == name));
            }
        }
    }
}
