namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What is below a root: manifests in ordinal order of their folders, and what could not be looked into.</summary>
internal sealed record ScanResult(IReadOnlyList<FoundManifest> Manifests, IReadOnlyList<ScanFinding> Findings);
