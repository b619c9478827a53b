using System.Reflection;
using Dagstack.Extensions.Plugins.Manifests;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>One plugin as it came to the host: a manifest that was read, and where its instances come from.</summary>
internal sealed class FoundPlugin
{
    private FoundPlugin(ManifestLoadResult manifest) => Manifest = manifest;

    /// <summary>Gets the manifest, or what is wrong with it, not yet checked against a host.</summary>
    public ManifestLoadResult Manifest { get; }

    /// <summary>Gets the plugin's folder, or what paths in the manifest of one from a list count against; null for one that has none.</summary>
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

    /// <summary>Gets a value indicating whether the plugin is a part of the application itself: an object or factory that it gives, or a class of one of its assemblies.</summary>
    public bool IsOfApplication => IsOverride || Assembly is not null;

    public PluginId? Id => Manifest.Id;

    /// <summary>Gets where the plugin is from, for messages: a file, or <c>assembly.dll!</c> and what is in it; null for one given in code.</summary>
    public string? Path => IsOverride ? null : Manifest.File;

    /// <summary>Gets the manifest as it was found by a scan; null for a plugin that no scan has found.</summary>
    public FoundManifest? Found { get; private init; }

    /// <summary>Gets a value indicating whether the plugin is from a list of manifests, of which none has a folder of its own.</summary>
    public bool IsListed => Source is RemoteList;

    /// <summary>Gets what has found the plugin, to be asked again; null for one that was found otherwise.</summary>
    private IPluginSource? Source { get; init; }

    public static FoundPlugin FromFolder(FoundManifest found) => new(found.Load(ManifestLoadOptions.Default)) { Folder = found.Folder, Found = found };

    /// <summary>A plugin that a source of the application has found.</summary>
    public static FoundPlugin FromSource(DiscoveredPlugin plugin, IPluginSource source) =>
        new(plugin.Manifest) { Folder = plugin.Folder is { } folder ? System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder)) : null, Source = source };

    /// <summary>Reads the manifest again, if that can be done. One that is gone from its folder is invalid; one that a source does not find any more stays.</summary>
    /// <param name="warn">Told of a source that throws, whose plugin stays too.</param>
    /// <param name="cancellationToken">Ends the wait for a source.</param>
    public async Task<FoundPlugin> RereadAsync(Action<string> warn, CancellationToken cancellationToken)
    {
        if (Found is { } found)
        {
            return FromFolder(PluginFolderScanner.Scan(Folder!, isFirst: false).Manifests is [{ RelativeFolder: "" } now, ..] ? now with { Folder = Folder! } : found);
        }

        return Source is { } source ? await OwnThread.Run(() => Task.FromResult(Reread(source, warn))).WaitAsync(cancellationToken).ConfigureAwait(false) : this;
    }

    /// <summary>A manifest that is embedded in an assembly.</summary>
    public static FoundPlugin FromResource(ManifestLoadResult manifest, Assembly assembly) => new(manifest) { Assembly = assembly };

    /// <summary>A class that says by its attribute what it is.</summary>
    public static FoundPlugin FromClass(Type type) =>
        new(AttributeManifest.Read(type)) { Assembly = type.Assembly, Class = type };

    /// <summary>A class that a scan has found, and that says nothing of itself.</summary>
    public static FoundPlugin FromClass(Type type, string kind, string name) =>
        new(AttributeManifest.Of(type, kind, name)) { Assembly = type.Assembly, Class = type };

    public static FoundPlugin FromInstance(PluginManifest manifest, object instance) =>
        new(Given(manifest)) { Factory = _ => instance, OwnsInstance = false };

    public static FoundPlugin FromFactory(PluginManifest manifest, Func<IServiceProvider, object?> factory) =>
        new(Given(manifest)) { Factory = factory };

    private FoundPlugin Reread(IPluginSource source, Action<string> warn)
    {
        try
        {
            return SourcePlugins.Find(source).FirstOrDefault(plugin => plugin.Id == Id) ?? this;
        }
        catch (Exception fault)
        {
            warn($"the source {source.GetType().FullName} threw {ExceptionText.Sentence(fault)} The plugin '{Id}' stays as it was found before; see to what the source complains of.");
            return this;
        }
    }

    private static ManifestLoadResult Given(PluginManifest manifest) =>
        new(GivenManifestRules.Check(manifest), ManifestLoadOptions.Default);
}
