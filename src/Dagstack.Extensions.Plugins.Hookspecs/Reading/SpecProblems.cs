namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>What is wrong with one file.</summary>
internal sealed class SpecProblems(string file)
{
    /// <summary>Nobody reads more of them.</summary>
    private const int Max = 100;

    private readonly List<HookspecProblem> _problems = [];

    public string File { get; } = file;

    public IReadOnlyList<HookspecProblem> All => _problems;

    public bool HasErrors => _problems.Exists(static problem => !problem.IsWarning);

    public void Add(string message, int line = 0, int column = 0, string key = "", bool isWarning = false)
    {
        if (_problems.Count < Max)
        {
            _problems.Add(new() { Message = message, File = File, Line = line, Column = column, Key = key, IsWarning = isWarning });
        }
    }

    public void Add(string message, SpecNode node, string key, bool isWarning = false) => Add(message, node.Line, node.Column, key, isWarning);

    /// <summary>Says that something is wrong with the key that has a value.</summary>
    public void AddAtKey(string message, SpecNode node, string key, bool isWarning = false) => Add(message, node.KeyLine, node.KeyColumn, key, isWarning);

    /// <summary>Says that a value is of the wrong kind.</summary>
    public void Expected(string what, SpecNode node, string key) => Add($"'{key}' is {node.Describe()}, and {what} is expected.", node, key);
}
