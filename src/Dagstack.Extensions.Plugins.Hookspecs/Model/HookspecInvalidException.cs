namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>A hookspec or one of its schemas cannot be read, or breaks a rule.</summary>
public sealed class HookspecInvalidException : FormatException
{
    internal HookspecInvalidException(IReadOnlyList<HookspecProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Where(static problem => !problem.IsWarning))) => Problems = problems;

    /// <summary>Gets all that is wrong, warnings among them.</summary>
    public IReadOnlyList<HookspecProblem> Problems { get; }
}
