using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>One manifest, and what is wrong with it.</summary>
internal sealed record CheckedManifest(string Path, string? Plugin, bool Valid, IReadOnlyList<ManifestProblem> Problems)
{
    public static CheckedManifest Of(FoundManifest manifest)
    {
        var read = ManifestSearch.Read(manifest.Path);
        IReadOnlyList<ManifestProblem> problems = read.IsValid && manifest.Refusal is { } refusal
            ? [.. read.Problems, new ManifestProblem { Code = PluginErrorCodes.ManifestInvalid, Message = refusal, File = manifest.Path }]
            : read.Problems;
        return new(Places.Shorten(manifest.Path), read.Id?.ToString(), problems.All(static problem => problem.Severity == ManifestProblemSeverity.Warning), problems);
    }
}
