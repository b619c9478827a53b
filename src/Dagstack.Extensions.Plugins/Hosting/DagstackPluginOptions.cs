using System.Reflection;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Manifests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Scrutor;

namespace Dagstack.Extensions.Plugins;

/// <summary>What one call of AddDagstackPlugins adds to a host. Calls merge: roots, plugins and kinds add up, the last single value wins.</summary>
/// <remarks>What is added after the call that the options were given to would be lost, and is an <see cref="InvalidOperationException"/>.</remarks>
public sealed partial class DagstackPluginOptions
{
    internal DagstackPluginOptions(IServiceCollection? services = null)
    {
        Services = services ?? new ServiceCollection();
        Discovery = new(IgnoreFolders);
    }

    /// <summary>Gets the application's services, for packages that add to these options and register what they need.</summary>
    /// <value>The collection that AddDagstackPlugins is called on. Register by TryAdd: a call may be repeated.</value>
    public IServiceCollection Services { get; internal set; }

    /// <summary>Gets what has been found, by all calls.</summary>
    internal PluginDiscovery Discovery { get; }

    /// <summary>Gets the kinds that are known.</summary>
    internal PluginKinds Kinds { get; } = new();

    /// <summary>Gets the keys of plugins.</summary>
    internal PluginKeys Keys { get; } = new();

    /// <summary>Gets the parameters of registered classes that ask for services by key, which all providers of the collection share.</summary>
    internal KeyedParameters KeyedParameters { get; } = new();

    internal HashSet<PluginId> Required { get; } = [];

    /// <summary>Gets or sets the settings section that was given by argument; null to look into the provider's configuration.</summary>
    internal IConfiguration? GivenSettings { get; set; }

    /// <summary>Gets or sets whether the code of plugins can leave the process when they have stopped.</summary>
    /// <value>Null by default: where reloads are allowed. Code that can leave runs slower, as it is never optimised by what is learnt at run time.</value>
    public bool? Collectible { get; set; }

    /// <summary>Gets globs of folders that discovery does not look into, besides those it never does (<c>bin</c>, <c>obj</c>, <c>node_modules</c>, …).</summary>
    /// <value>Empty by default. A bare name means that folder at any depth.</value>
    public IList<string> IgnoreFolders { get; } = [];

    /// <summary>Gets or sets the version of the plugin system that a manifest's <c>core_version</c> must contain.</summary>
    /// <value>The version of this library by default.</value>
    /// <exception cref="ArgumentException">The value is not a version.</exception>
    public string CoreVersion
    {
        get;
        set => field = PluginVersion.TryParse(value) is not null ? value : throw new ArgumentException($"'{value}' is not a version such as 0.2.0.", nameof(value));
    } = ManifestLoadOptions.Default.CoreVersion;

    /// <summary>Gets or sets the configuration path under which the sections of plugins lie.</summary>
    /// <value>Empty by default: the section of <c>chunker:fixed</c> is <c>chunker:fixed</c>. With <c>plugins</c> it is <c>plugins:chunker:fixed</c>.</value>
    public string ConfigurationRoot { get; set; } = string.Empty;

    /// <summary>Gets or sets the configuration path of the host's own settings (<c>plugin_dirs</c>, <c>remote_plugins</c>, <c>plugins:allow</c>, <c>plugins:deny</c>, <c>active</c>).</summary>
    /// <value><c>dagstack</c> by default.</value>
    public string SettingsSection { get; set; } = "dagstack";

    /// <summary>Gets or sets a value indicating whether plugins that are in conflict become unavailable instead of keeping the host from starting.</summary>
    /// <value>False by default. Conflicts are two plugins with one identity, two fallbacks or two active plugins of a kind, and dependency cycles.</value>
    public bool ContinueOnConflict { get; set; }

    /// <summary>Gets or sets a value indicating whether any plugin that is unavailable keeps the host from starting.</summary>
    /// <value>False by default: only plugins named by <see cref="Require"/> do. Plugins that are switched off do not count.</value>
    public bool FailFast { get; set; }

    /// <summary>Discovers the plugins below a folder, at any depth.</summary>
    /// <param name="path">The folder. A relative one is looked for under the host's content root, then under the application's base directory.</param>
    /// <param name="optional">Whether the folder may be missing. Otherwise a missing one keeps the host from starting.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public DagstackPluginOptions Discover(string path, bool optional = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Requests.Roots.Add((path, optional));
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

        Requests.PluginAssemblies.AddRange(assemblies);
        return this;
    }

    /// <summary>Adds the plugins of the assembly that a type is in.</summary>
    /// <typeparam name="T">Any type of the assembly.</typeparam>
    /// <returns>These options.</returns>
    public DagstackPluginOptions AddFromAssemblyOf<T>() => AddFromAssemblies(typeof(T).Assembly);

    /// <summary>Adds classes of the application that a scan finds and that implement a known contract, as plugins.</summary>
    /// <remarks>
    /// A class with <see cref="PluginAttribute"/> is the plugin that it says. Any other is one of each kind whose contract it implements, under a
    /// name of its own, and has the defaults of a manifest. Classes of no contract are passed over, middleware too, and so is one that is a plugin already.
    /// See docs/plugins.md.
    /// </remarks>
    /// <param name="scan">Says where to look and for what, as Scrutor's <c>services.Scan</c> does: <c>s => s.FromAssemblyOf&lt;Program&gt;().AddClasses()</c>. Lifetimes and service types have no meaning here.</param>
    /// <param name="name">Gives a class its name. By default it is the name of the class without that of the kind, in kebab case: <c>LineByLineChunker</c> is <c>line-by-line</c>, also where this returns null.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="scan"/> is null.</exception>
    /// <exception cref="ReflectionTypeLoadException">A type of an assembly cannot be loaded.</exception>
    public DagstackPluginOptions Scan(Action<ITypeSourceSelector> scan, Func<Type, string>? name = null)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var found = new ServiceCollection();
        found.Scan(scan);
        Requests.Classes.AddRange(found.Select(static descriptor => descriptor.ImplementationType).OfType<Type>().Distinct().Select(type => (type, name)));
        return this;
    }

    /// <summary>Makes plugins necessary: the host does not start unless they are ready.</summary>
    /// <param name="ids">The identities, each <c>kind:name</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> or one of them is null.</exception>
    /// <exception cref="FormatException">One is not of the form <c>kind:name</c>.</exception>
    public DagstackPluginOptions Require(params string[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Required.UnionWith(Array.ConvertAll(ids, PluginId.Parse));
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
        Requests.ContractAssemblies.AddRange(instance.GetType().GetInterfaces().Select(static type => type.Assembly));
        Requests.Given.Add(FoundPlugin.FromInstance(manifest, instance));
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
        Requests.Given.Add(FoundPlugin.FromFactory(manifest, factory));
        return this;
    }

    /// <summary>Adds plugins that are found elsewhere than in folders.</summary>
    /// <param name="source">Finds them, once now and again when one of them is reloaded.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public DagstackPluginOptions AddSource(IPluginSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Requests.Sources.Add(source);
        return this;
    }

    /// <summary>Adds a runtime, whose name manifests then may give. One of a type that is there already is left out.</summary>
    /// <param name="factory">Makes it from the application's services, once for each provider.</param>
    /// <typeparam name="TRuntime">The type of the runtime.</typeparam>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="TRuntime"/> is <see cref="PluginRuntime"/>, which is not the type of any.</exception>
    public DagstackPluginOptions AddRuntime<TRuntime>(Func<IServiceProvider, TRuntime> factory)
        where TRuntime : PluginRuntime
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (typeof(TRuntime) == typeof(PluginRuntime))
        {
            throw new ArgumentException($"A runtime is known by its type, and the factory says only that it makes a {nameof(PluginRuntime)}. Have it return the class itself, or name that: o.AddRuntime<MyRuntime>(…).", nameof(factory));
        }

        Requests.Runtimes.Add(ServiceDescriptor.Singleton<PluginRuntime, TRuntime>(factory));
        return this;
    }

    /// <summary>Makes a contract known whose assembly would not be found by itself: one that is neither loaded nor referenced by the application.</summary>
    /// <typeparam name="TContract">An interface with <see cref="PluginKindAttribute"/>, or one that an assembly names with <see cref="PluginKindAttribute{TContract}"/>.</typeparam>
    /// <returns>These options.</returns>
    public DagstackPluginOptions AddKind<TContract>()
        where TContract : class
    {
        Requests.Kinds.Add(typeof(TContract));
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
