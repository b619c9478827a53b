namespace Dagstack.Extensions.Plugins;

/// <summary>A manifest after the checks that do not depend on the host.</summary>
/// <param name="Manifest">The manifest; null if a check failed.</param>
/// <param name="Facts">What the host's checks need, as far as it could be read.</param>
/// <param name="Problems">What the checks found.</param>
internal sealed record ParsedManifest(PluginManifest? Manifest, ManifestFacts Facts, IReadOnlyList<ManifestProblem> Problems);
