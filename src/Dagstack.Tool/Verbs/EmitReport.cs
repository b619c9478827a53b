using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>emit</c> made, or found.</summary>
/// <param name="Valid">Whether every hookspec is sound, and with <c>--check</c> every file as it has to be.</param>
/// <param name="Files">The files.</param>
/// <param name="Problems">What is wrong with hookspecs.</param>
internal sealed record EmitReport(bool Valid, IReadOnlyList<EmittedReportFile> Files, IReadOnlyList<KindProblem> Problems);

/// <summary>One file of <c>emit</c>.</summary>
/// <param name="Path">Where it is, or belongs.</param>
/// <param name="From">What it is made of.</param>
/// <param name="State"><c>written</c>, <c>same</c>, <c>missing</c> or <c>differs</c>; null where no folder is named.</param>
/// <param name="Line">The first line that differs, from 1.</param>
/// <param name="Found">What this line says.</param>
/// <param name="Expected">What it has to say.</param>
/// <param name="Text">All that the file says, where no folder is named.</param>
internal sealed record EmittedReportFile(string Path, string From, string? State = null, int? Line = null, string? Found = null, string? Expected = null, string? Text = null);

/// <summary>What is wrong with a hookspec.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line, from 1; null where there is none.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record KindProblem(string File, int? Line, int? Column, string Severity, string Message)
{
    public static KindProblem Of(HookspecProblem problem) => new(
        Places.Shorten(problem.File),
        problem.Line > 0 ? problem.Line : null,
        problem.Line > 0 ? problem.Column : null,
        problem.IsWarning ? "warning" : "error",
        problem.Message);

    /// <summary>Writes it as compilers do.</summary>
    public override string ToString() => $"{File}{(Line is null ? string.Empty : $"({Line},{Column})")}: {(Severity == "warning" ? "warning: " : string.Empty)}{Message}";
}
