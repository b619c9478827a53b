namespace Dagstack.Extensions.Plugins;

/// <summary>One plugin as it came to the host: a manifest that was read, and where its instances come from.</summary>
internal sealed class PluginSource
{
    private PluginSource(ManifestLoadResult manifest, string? folder)
    {
        Manifest = manifest;
        Folder = folder;
    }

    /// <summary>Gets the manifest, or what is wrong with it, not yet checked against a host.</summary>
    public ManifestLoadResult Manifest { get; }

    /// <summary>Gets the plugin's folder; null for one given in code.</summary>
    public string? Folder { get; }

    /// <summary>Gets what makes or returns the instance of a plugin given in code; else null.</summary>
    public Func<IServiceProvider, object?>? Factory { get; private init; }

    /// <summary>Gets a value indicating whether the host disposes the instance.</summary>
    public bool OwnsInstance { get; private init; } = true;

    public PluginId? Id => Manifest.Id;

    public string? Path => Folder is null ? null : Manifest.File;

    public static PluginSource FromFolder(FoundManifest found) => new(found.Load(ManifestLoadOptions.Default), found.Folder);

    public static PluginSource FromInstance(PluginManifest manifest, object instance) =>
        new(Given(manifest), folder: null) { Factory = _ => instance, OwnsInstance = false };

    public static PluginSource FromFactory(PluginManifest manifest, Func<IServiceProvider, object?> factory) =>
        new(Given(manifest), folder: null) { Factory = factory };

    private static ManifestLoadResult Given(PluginManifest manifest) =>
        new(GivenManifestRules.Check(manifest), ManifestLoadOptions.Default);
}
