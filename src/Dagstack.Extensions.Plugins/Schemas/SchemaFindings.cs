namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>What is wrong with a value.</summary>
/// <param name="problems">The problems, the first <see cref="SchemaRun.MaxProblems"/> at most.</param>
/// <param name="count">How many there are.</param>
/// <param name="strangeness">How much the value looks like one that the schema is not for: 2 by its type or value, 1 by the fixed value of a property, else 0.</param>
internal readonly struct SchemaFindings(IReadOnlyList<ToolProblem> problems, int count, int strangeness = 0)
{
    public IReadOnlyList<ToolProblem> Problems { get; } = problems;

    public int Count { get; } = count;

    public int Strangeness { get; } = strangeness;

    public bool Fits => Count == 0;
}
