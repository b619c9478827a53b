using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>validate</c> found.</summary>
internal sealed record ValidateReport(bool Valid, IReadOnlyList<CheckedManifest> Manifests);

/// <summary>One manifest, and what is wrong with it.</summary>
internal sealed record CheckedManifest(string Path, string? Plugin, bool Valid, IReadOnlyList<ManifestProblem> Problems);
