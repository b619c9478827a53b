using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Manifests;

/// <summary>A change that was made in a manifest.</summary>
/// <param name="Path">The key.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, when it was made: another change may have moved it.</param>
/// <param name="OldText">What stood there.</param>
/// <param name="NewText">What stands there now.</param>
internal sealed record MadeFix(string Path, int Line, int Column, string OldText, string NewText)
{
    public static MadeFix Of(ManifestProblem problem, ManifestFix fix) => new(problem.Path, fix.Line, fix.Column, fix.OldText, fix.NewText);
}
