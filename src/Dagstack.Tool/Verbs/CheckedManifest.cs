using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>One manifest, and what is wrong with it.</summary>
internal sealed record CheckedManifest(string Path, string? Plugin, bool Valid, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>Gets the changes that were made; null if none were to be made.</summary>
    public IReadOnlyList<MadeFix>? Fixes { get; init; }

    /// <summary>Gets why changes that could be made were not; null if they were.</summary>
    public string? NotFixed { get; init; }

    public static CheckedManifest Of(FoundManifest manifest)
    {
        var read = ManifestSearch.Read(manifest.Path);
        IReadOnlyList<ManifestProblem> problems = read.IsValid && manifest.Refusal is { } refusal
            ? [.. read.Problems, new ManifestProblem { Code = PluginErrorCodes.ManifestInvalid, Message = refusal, File = manifest.Path }]
            : read.Problems;
        return new(Places.Shorten(manifest.Path), read.Id?.ToString(), problems.All(static problem => problem.Severity == ManifestProblemSeverity.Warning), problems);
    }

    /// <summary>Makes the changes that are certain, and checks what is left.</summary>
    public static CheckedManifest Fix(FoundManifest manifest, CancellationToken cancellationToken)
    {
        var made = ManifestFixing.Fix(manifest.Path, cancellationToken);

        // What a host had against the manifest was said of what it was.
        return Of(made.Fixes.Count > 0 ? manifest with { Refusal = null } : manifest) with { Fixes = made.Fixes, NotFixed = made.Refusal };
    }
}
