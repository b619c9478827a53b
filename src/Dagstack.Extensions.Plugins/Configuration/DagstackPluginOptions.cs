using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>What one call of AddDagstackPlugins adds to a host. Calls merge: roots, plugins and kinds add up, the last single value wins.</summary>
public sealed partial class DagstackPluginOptions
{
    internal List<(string Path, bool Optional)> Roots { get; } = [];

    internal List<PluginSource> Sources { get; } = [];

    internal List<Type> Kinds { get; } = [];

    /// <summary>Gets assemblies whose contracts are to be known.</summary>
    internal List<Assembly> Assemblies { get; } = [];

    /// <summary>Gets assemblies whose plugins are to be found.</summary>
    internal List<Assembly> PluginAssemblies { get; } = [];

    internal List<PluginId> Required { get; } = [];

    /// <summary>Gets or sets whether load contexts can be unloaded. Their code is then never optimised, so nothing asks for it but reload.</summary>
    internal bool? Collectible { get; set; }

    /// <summary>Gets globs of folders that discovery does not look into, besides those it never does (<c>bin</c>, <c>obj</c>, <c>node_modules</c>, …).</summary>
    /// <value>Empty by default. A bare name means that folder at any depth.</value>
    public IList<string> IgnoreFolders { get; } = [];

    /// <summary>Gets or sets the version of the plugin system that a manifest's <c>core_version</c> must contain.</summary>
    /// <value>Null by default, which is the version of this library.</value>
    /// <exception cref="ArgumentException">The value is not a version.</exception>
    public string? CoreVersion
    {
        get;
        set => field = value is null || PluginVersion.TryParse(value) is not null ? value : throw new ArgumentException($"'{value}' is not a version such as 0.2.0.", nameof(value));
    }

    /// <summary>Gets or sets the configuration path under which the sections of plugins lie.</summary>
    /// <value>Null by default: the section of <c>chunker:fixed</c> is <c>chunker:fixed</c>. With <c>plugins</c> it is <c>plugins:chunker:fixed</c>.</value>
    public string? ConfigurationRoot { get; set; }

    /// <summary>Gets or sets the configuration path of the host's own settings (<c>plugin_dirs</c>, <c>plugins:allow</c>, <c>plugins:deny</c>, <c>active</c>).</summary>
    /// <value>Null by default, which is <c>dagstack</c>.</value>
    public string? SettingsSection { get; set; }

    /// <summary>Gets or sets a value indicating whether plugins that are in conflict become unavailable instead of keeping the host from starting.</summary>
    /// <value>Null by default, which is false. Conflicts are two plugins with one identity, two fallbacks or two active plugins of a kind, and dependency cycles.</value>
    public bool? ContinueOnConflict { get; set; }

    /// <summary>Gets or sets a value indicating whether any plugin that is unavailable keeps the host from starting.</summary>
    /// <value>Null by default, which is false: only plugins named by <see cref="Require"/> do. Plugins that are switched off do not count.</value>
    public bool? FailFast { get; set; }

    /// <summary>Discovers the plugins below a folder, at any depth.</summary>
    /// <param name="path">The folder. A relative one is looked for under the host's content root, then under the application's base directory.</param>
    /// <param name="optional">Whether the folder may be missing. Otherwise a missing one keeps the host from starting.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public DagstackPluginOptions Discover(string path, bool optional = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Roots.Add((path, optional));
        return this;
    }

    /// <summary>Adds the plugins of assemblies of the application: classes with <see cref="PluginAttribute"/>, and embedded manifests.</summary>
    /// <remarks>
    /// A manifest is a resource called <c>dagstack.toml</c> or <c>dagstack.json</c>, or whose name ends with a dot and that; its
    /// <c>entry_point</c> names a class of the assembly. The classes stay in the load context that they are in.
    /// </remarks>
    /// <param name="assemblies">The assemblies. One that is given twice counts once.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="assemblies"/> or one of them is null.</exception>
    public DagstackPluginOptions AddFromAssemblies(params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        foreach (var assembly in assemblies)
        {
            ArgumentNullException.ThrowIfNull(assembly, nameof(assemblies));
        }

        PluginAssemblies.AddRange(assemblies);
        return this;
    }

    /// <summary>Adds the plugins of the assembly that a type is in.</summary>
    /// <typeparam name="T">Any type of the assembly.</typeparam>
    /// <returns>These options.</returns>
    public DagstackPluginOptions AddFromAssemblyOf<T>() => AddFromAssemblies(typeof(T).Assembly);

    /// <summary>Makes plugins necessary: the host does not start unless they are ready.</summary>
    /// <param name="ids">The identities, each <c>kind:name</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> or one of them is null.</exception>
    /// <exception cref="FormatException">One is not of the form <c>kind:name</c>.</exception>
    public DagstackPluginOptions Require(params string[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Required.AddRange(Array.ConvertAll(ids, PluginId.Parse));
        return this;
    }

    /// <summary>Adds a plugin as an object, in place of a discovered one of the same identity.</summary>
    /// <remarks>The object belongs to whoever made it: the host sets it up and tears it down, and does not dispose it.</remarks>
    /// <param name="id">The identity, <c>kind:name</c>.</param>
    /// <param name="instance">An object that implements the kind's contract.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public DagstackPluginOptions Add(string id, object instance) => Add(new PluginManifest { Id = PluginId.Parse(id) }, instance);

    /// <summary>Adds a plugin that a factory makes, in place of a discovered one of the same identity.</summary>
    /// <param name="id">The identity, <c>kind:name</c>.</param>
    /// <param name="factory">Makes the plugin from the host's services, once per start. The host disposes what it returns.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public DagstackPluginOptions Add(string id, Func<IServiceProvider, object> factory) => Add(new PluginManifest { Id = PluginId.Parse(id) }, factory);

    /// <summary>Adds a plugin as a manifest and an object, in place of a discovered one of the same identity.</summary>
    /// <remarks>The object belongs to whoever made it: the host sets it up and tears it down, and does not dispose it.</remarks>
    /// <param name="manifest">The manifest. It needs no entry point.</param>
    /// <param name="instance">An object that implements the kind's contract.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The identity in <paramref name="manifest"/> is not valid.</exception>
    public DagstackPluginOptions Add(PluginManifest manifest, object instance)
    {
        ThrowIfNameless(manifest);
        ArgumentNullException.ThrowIfNull(instance);
        Assemblies.AddRange(instance.GetType().GetInterfaces().Select(static type => type.Assembly));
        Sources.Add(PluginSource.FromInstance(manifest, instance));
        return this;
    }

    /// <summary>Adds a plugin as a manifest and a factory, in place of a discovered one of the same identity.</summary>
    /// <param name="manifest">The manifest. It needs no entry point.</param>
    /// <param name="factory">Makes the plugin from the host's services, once per start. The host disposes what it returns.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The identity in <paramref name="manifest"/> is not valid.</exception>
    public DagstackPluginOptions Add(PluginManifest manifest, Func<IServiceProvider, object> factory)
    {
        ThrowIfNameless(manifest);
        ArgumentNullException.ThrowIfNull(factory);
        Sources.Add(PluginSource.FromFactory(manifest, factory));
        return this;
    }

    /// <summary>Makes a contract known whose assembly would not be found by itself: one that is neither loaded nor referenced by the application.</summary>
    /// <typeparam name="TContract">An interface with <see cref="PluginKindAttribute"/>, or one that an assembly names with <see cref="PluginKindAttribute{TContract}"/>.</typeparam>
    /// <returns>These options.</returns>
    public DagstackPluginOptions AddKind<TContract>()
        where TContract : class
    {
        Kinds.Add(typeof(TContract));
        return this;
    }

    private static void ThrowIfNameless(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (!manifest.Id.IsValid)
        {
            throw new ArgumentException($"The manifest's Id is '{manifest.Id}', which is not of the form kind:name in lower-case letters, digits, '_' and '-'. Give it one, such as new(\"chunker\", \"fixed\").", nameof(manifest));
        }
    }
}
