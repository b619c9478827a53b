namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Who says to have published a plugin.</summary>
internal static class Publisher
{
    /// <summary>Finds the maintainer that a manifest names, else its authors.</summary>
    /// <returns>Null if it names nobody.</returns>
    public static string? Of(PluginManifest? manifest) =>
        manifest is null ? null
        : !string.IsNullOrWhiteSpace(manifest.Maintainer) ? manifest.Maintainer
        : manifest.Authors.Count > 0 ? string.Join(", ", manifest.Authors)
        : null;
}
