using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>validate</c> found.</summary>
internal sealed record ValidateReport(bool Valid, IReadOnlyList<CheckedManifest> Manifests)
{
    public void WriteProblems(Page page)
    {
        foreach (var manifest in Manifests)
        {
            foreach (var made in manifest.Fixes ?? [])
            {
                page.Line($"{manifest.Path}({made.Line},{made.Column}): fixed: {made.OldText} -> {made.NewText}", Tone.Good);
            }

            if (manifest.NotFixed is { } reason)
            {
                page.Line($"{manifest.Path}: not fixed: {reason}", Tone.Warning);
            }
        }

        foreach (var problem in Manifests.Where(static manifest => manifest is { Fixes: not null, NotFixed: null }).SelectMany(static manifest => manifest.Problems))
        {
            if (problem.Fix is { } fix)
            {
                page.Line($"{Places.Shorten(problem.File!)}({fix.Line},{fix.Column}): not fixed: {fix}: with it the manifest would have other errors.", Tone.Warning);
            }
        }

        foreach (var problem in Manifests.SelectMany(static manifest => manifest.Problems))
        {
            page.Line(Places.Of(problem), problem.Severity == ManifestProblemSeverity.Warning ? Tone.Warning : Tone.Bad);
        }
    }
}
