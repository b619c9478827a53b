namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>One run of a unit.</summary>
internal sealed class RunStory(Fact start)
{
    public Fact Start { get; } = start;

    public string Node => Start.Node;

    /// <summary>All that it has said, in order.</summary>
    public List<Fact> Facts { get; } = [];

    public Fact? Completed => Facts.Find(static fact => fact.Kind == FactKind.Completed);

    /// <summary>The line by which it has said that it is to be run again.</summary>
    public Fact? GivenUp => Facts.Find(static fact => fact.Kind is FactKind.Interrupted or FactKind.Failed);

    public Fact? Interrupted => Facts.Find(static fact => fact.Kind == FactKind.Interrupted);

    public bool HasSaved => Facts.Exists(static fact => fact.Kind == FactKind.Saved);

    /// <summary>Tells whether its body was at work at a moment.</summary>
    public bool IsOpenAt(long at) => Start.At < at && !Facts.Exists(fact => fact.Kind is FactKind.Completed or FactKind.Interrupted or FactKind.Failed && fact.At < at);

    /// <summary>What the store has accepted of it: from when it was asked for, until when that was answered.</summary>
    public IEnumerable<AcceptedWrite> Saves()
    {
        foreach (var saved in Facts.Where(static fact => fact.Kind == FactKind.Saved))
        {
            var saving = Facts.FindLast(fact => fact.Kind == FactKind.Saving && fact.Number == saved.Number && fact.At <= saved.At);
            yield return new(this, saving ?? Start, saved);
        }
    }
}
