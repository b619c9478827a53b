using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>validate</c> found.</summary>
internal sealed record ValidateReport(bool Valid, IReadOnlyList<CheckedManifest> Manifests)
{
    public void WriteProblems(Page page)
    {
        foreach (var problem in Manifests.SelectMany(static manifest => manifest.Problems))
        {
            page.Line(Places.Of(problem), problem.Severity == ManifestProblemSeverity.Warning ? Tone.Warning : Tone.Bad);
        }
    }
}
