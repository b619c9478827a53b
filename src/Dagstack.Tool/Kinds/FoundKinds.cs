using Dagstack.Extensions.Plugins.Hookspecs;

namespace Dagstack.Tool.Kinds;

/// <summary>The kinds that paths mean.</summary>
/// <param name="Kinds">Those that are sound.</param>
/// <param name="Problems">What is wrong with the others, and warnings.</param>
/// <param name="Names">The names of all that are there, asked for or not.</param>
internal sealed record FoundKinds(IReadOnlyList<FoundKind> Kinds, IReadOnlyList<HookspecProblem> Problems, IReadOnlyList<string> Names)
{
    /// <summary>Gets a value indicating whether one of them cannot be used.</summary>
    public bool HasErrors => Problems.Any(static problem => !problem.IsWarning);
}
