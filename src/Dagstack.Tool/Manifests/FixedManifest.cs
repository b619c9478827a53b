namespace Dagstack.Tool.Manifests;

/// <summary>What became of a manifest that was to be fixed.</summary>
/// <param name="Fixes">The changes that were made, in order; none if it was not written.</param>
/// <param name="Refusal">Why it was not written, although there are changes to make; null if it was or there are none.</param>
internal sealed record FixedManifest(IReadOnlyList<MadeFix> Fixes, string? Refusal);
