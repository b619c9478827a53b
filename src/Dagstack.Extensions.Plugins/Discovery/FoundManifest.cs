namespace Dagstack.Extensions.Plugins;

/// <summary>A manifest that a scan has found.</summary>
/// <param name="ManifestFile">The path of the manifest.</param>
/// <param name="Folder">The plugin's folder.</param>
/// <param name="RelativeFolder">The folder below the root, with <c>/</c> between names; empty for the root itself.</param>
/// <param name="HasBoth">Whether the folder has a JSON manifest too, which is not read.</param>
internal sealed record FoundManifest(string ManifestFile, string Folder, string RelativeFolder, bool HasBoth)
{
    /// <summary>Reads the manifest.</summary>
    public ManifestLoadResult Load(ManifestLoadOptions options) => PluginManifestLoader.LoadFile(ManifestFile, HasBoth, options);
}
