namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin as an <see cref="IPluginSource"/> has found it.</summary>
public sealed class DiscoveredPlugin
{
    /// <summary>Creates it.</summary>
    /// <param name="manifest">What <see cref="PluginManifestLoader"/> has read. It is checked against the host later.</param>
    /// <exception cref="ArgumentNullException"><paramref name="manifest"/> is null.</exception>
    public DiscoveredPlugin(ManifestLoadResult manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Manifest = manifest;
    }

    /// <summary>Gets the manifest, or what is wrong with it.</summary>
    public ManifestLoadResult Manifest { get; }

    /// <summary>Gets the plugin's folder, as a full path.</summary>
    /// <value>Null by default: it has none. Files of it are not watched for changes.</value>
    public string? Folder { get; init; }
}
