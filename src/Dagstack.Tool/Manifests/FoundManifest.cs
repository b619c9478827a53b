namespace Dagstack.Tool.Manifests;

/// <summary>A manifest where a host finds it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Refusal">Why a host takes it for broken, be it for what is in it or for where it is; null if it does not.</param>
internal sealed record FoundManifest(string Path, string? Refusal);
