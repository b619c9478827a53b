namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>A manifest that a scan has found.</summary>
/// <param name="ManifestFile">The path of the manifest.</param>
/// <param name="Folder">The plugin's folder.</param>
/// <param name="RelativeFolder">The folder below the root, with <c>/</c> between names; empty for the root itself.</param>
/// <param name="HasBoth">Whether the folder has a JSON manifest too, which is not read.</param>
/// <param name="Fault">Why the manifest must not be read, which makes the plugin unavailable; null if it may.</param>
internal sealed record FoundManifest(string ManifestFile, string Folder, string RelativeFolder, bool HasBoth, string? Fault = null)
{
    /// <summary>Gets the folder without links, which is the same by whatever root it was found.</summary>
    public required string RealFolder { get; init; }

    /// <summary>Reads the manifest.</summary>
    public ManifestLoadResult Load(ManifestLoadOptions options) => Fault is null
        ? PluginManifestLoader.LoadFile(ManifestFile, HasBoth, options)
        : PluginManifestLoader.Refuse(ManifestFile, Fault, options);
}
