using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin is: its manifest as checked against a host, and where its instances come from. A reload may bring another one.</summary>
internal sealed class PluginDefinition(PluginSource source, ManifestLoadResult checkedManifest, PluginContract? contract, SharedAssemblies shared)
{
    public PluginSource Source { get; } = source;

    /// <summary>Gets the manifest as checked against this host.</summary>
    public ManifestLoadResult Checked { get; } = checkedManifest;

    /// <summary>Gets the manifest; null if it is not valid for this host.</summary>
    public PluginManifest? Manifest => Checked.Manifest;

    public PluginContract? Contract { get; } = contract;

    public SharedAssemblies Shared { get; } = shared;

    /// <summary>Gets what the plugin is called in messages: its identity, or the path of a manifest that has none.</summary>
    public string Name => Source.Id?.ToString() ?? Source.Path ?? "(no name)";

    /// <summary>Gets or sets the keys by which the class takes other services; null until they are read.</summary>
    public IReadOnlyList<string>? InjectedKeys { get; set; }
}
