using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;

namespace Dagstack.Tool.Doctor;

/// <summary>A plugin whose manifest is sound, and its folder.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Runtime">The runtime that a host takes.</param>
/// <param name="Folder">The folder.</param>
internal sealed record PluginFiles(PluginManifest Manifest, string Runtime, string Folder)
{
    public PluginId Id => Manifest.Id;

    /// <summary>Finds those of a host.</summary>
    public static IReadOnlyList<PluginFiles> Of(IEnumerable<PluginStatus> plugins) =>
        [.. plugins.Select(static plugin => plugin.Path).OfType<string>().Select(Read).OfType<PluginFiles>()];

    private static PluginFiles? Read(string manifest) =>
        ManifestSearch.Read(manifest) is { Manifest: { } sound, Runtime: { } runtime } ? new(sound, runtime, Path.GetDirectoryName(manifest)!) : null;
}
