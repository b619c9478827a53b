namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>All that was said by all processes.</summary>
internal sealed class Story
{
    private readonly long _grace;
    private readonly List<Fact> _backs;

    /// <param name="facts">The lines, in any order.</param>
    /// <param name="grace">How long after it goes on a process that stood still may not know yet that it is taken for dead.</param>
    public Story(IEnumerable<Fact> facts, long grace)
    {
        _grace = grace;
        var ordered = facts.OrderBy(static fact => fact.At).ToList();
        Losses = ordered.FindAll(static fact => fact.Kind == FactKind.Loss);
        _backs = ordered.FindAll(static fact => fact.Kind == FactKind.Back);
        Units = ordered.Where(static fact => fact.Unit.Length > 0).GroupBy(static fact => fact.Unit, StringComparer.Ordinal).ToDictionary(static group => group.Key, group => new UnitStory(group.Key, group).Read(HadStoodStill), StringComparer.Ordinal);
        Partitions = Units.Values.Where(static unit => unit.Enqueued.Count > 0).GroupBy(static unit => unit.Enqueued[0].Partition, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.OrderBy(static unit => unit.Enqueued[0].Number).ToList(), StringComparer.Ordinal);
    }

    public IReadOnlyList<Fact> Losses { get; }

    public IReadOnlyDictionary<string, UnitStory> Units { get; }

    /// <summary>The acknowledged units of each partition, in the order of the acknowledgements of their caller.</summary>
    public IReadOnlyDictionary<string, List<UnitStory>> Partitions { get; }

    /// <summary>Tells whether a node, or the store, was lost at some time in a span.</summary>
    public bool IsLostBetween(string node, long from, long to) => Losses.Any(loss => (loss.Node == node || loss.Node == Fact.Store) && loss.At <= to && End(loss) >= from);

    private bool HadStoodStill(string node, long at) => _backs.Exists(back => back.Node == node && back.At <= at);

    /// <summary>When the effects of a loss are over.</summary>
    private long End(Fact loss) => _backs.Find(back => back.Node == loss.Node && back.At >= loss.At) is { } back ? back.At + _grace : long.MaxValue;
}
