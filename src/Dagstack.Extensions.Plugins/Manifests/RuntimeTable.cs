namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A table of a manifest that has the name of a runtime that a package may bring.</summary>
/// <param name="Runtime">The name.</param>
/// <param name="Node">The table.</param>
/// <param name="Problem">What it is to a host without that runtime, an unknown key; null if the manifest asks for the runtime.</param>
internal sealed record RuntimeTable(string Runtime, ManifestNode Node, ManifestProblem? Problem);
