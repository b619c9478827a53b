namespace Dagstack.Extensions.Configuration.Errors;

/// <summary>The problems found so far. What a file says about itself comes together, so that an operator sees it all at once.</summary>
internal sealed class ProblemList
{
    /// <summary>Nobody corrects more at a time, and a hostile file has millions.</summary>
    private const int Max = 20;

    private readonly List<ConfigProblem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public bool IsFull => _problems.Count >= Max;

    public int Count => _problems.Count;

    public ConfigProblem First => _problems[0];

    public void Add(ConfigProblem problem)
    {
        if (!IsFull)
        {
            _problems.Add(problem);
        }
    }

    public void AddRange(ProblemList other)
    {
        foreach (var problem in other._problems)
        {
            Add(problem);
        }
    }

    /// <summary>Throws what was found while loading, if anything was.</summary>
    /// <exception cref="ConfigException">There are problems. Its path is empty: it is files that could not be loaded.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new ConfigException([.. _problems], string.Empty);
        }
    }

    /// <summary>Returns an error whose path is that of the first problem.</summary>
    public ConfigException ToException() => new([.. _problems], _problems[0].KeyPath);
}
