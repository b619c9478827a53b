using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>One plugin as it came to the host: a manifest that was read, and where its instances come from.</summary>
internal sealed class PluginSource
{
    private PluginSource(ManifestLoadResult manifest) => Manifest = manifest;

    /// <summary>Gets the manifest, or what is wrong with it, not yet checked against a host.</summary>
    public ManifestLoadResult Manifest { get; }

    /// <summary>Gets the plugin's folder; null for one that has none.</summary>
    public string? Folder { get; private init; }

    /// <summary>Gets the host's own assembly that has the plugin's class; null for a plugin that is not part of one.</summary>
    public Assembly? Assembly { get; private init; }

    /// <summary>Gets the class of a plugin that has no manifest; null where the entry point names it.</summary>
    public Type? Class { get; private init; }

    /// <summary>Gets what makes or returns the instance of a plugin given in code; else null.</summary>
    public Func<IServiceProvider, object?>? Factory { get; private init; }

    /// <summary>Gets a value indicating whether the host disposes the instance.</summary>
    public bool OwnsInstance { get; private init; } = true;

    /// <summary>Gets a value indicating whether the plugin was given in code, by identity, and replaces what is found.</summary>
    public bool IsOverride => Factory is not null;

    public PluginId? Id => Manifest.Id;

    /// <summary>Gets where the plugin is from, for messages: a file, or <c>assembly.dll!</c> and what is in it; null for one given in code.</summary>
    public string? Path => IsOverride ? null : Manifest.File;

    /// <summary>Gets the manifest as it was found; null for a plugin that has no folder.</summary>
    public FoundManifest? Found { get; private init; }

    public static PluginSource FromFolder(FoundManifest found) => new(found.Load(ManifestLoadOptions.Default)) { Folder = found.Folder, Found = found };

    /// <summary>Reads the manifest again, if it is in a folder. One that is gone is invalid.</summary>
    public PluginSource Reread() => Folder is { } folder
        ? FromFolder(PluginFolderScanner.Scan(folder).Manifests is [{ RelativeFolder: "" } found, ..] ? found with { Folder = folder } : Found!)
        : this;

    /// <summary>A manifest that is embedded in an assembly.</summary>
    public static PluginSource FromResource(ManifestLoadResult manifest, Assembly assembly) => new(manifest) { Assembly = assembly };

    /// <summary>A class that says by its attribute what it is.</summary>
    public static PluginSource FromClass(Type type) =>
        new(AttributeManifest.Read(type)) { Assembly = type.Assembly, Class = type };

    public static PluginSource FromInstance(PluginManifest manifest, object instance) =>
        new(Given(manifest)) { Factory = _ => instance, OwnsInstance = false };

    public static PluginSource FromFactory(PluginManifest manifest, Func<IServiceProvider, object?> factory) =>
        new(Given(manifest)) { Factory = factory };

    private static ManifestLoadResult Given(PluginManifest manifest) =>
        new(GivenManifestRules.Check(manifest), ManifestLoadOptions.Default);
}
