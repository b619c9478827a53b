using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <content>What the host gives to plugins. See docs/resources.md.</content>
public sealed partial class DagstackPluginOptions
{
    private static readonly Type[] s_noResources =
    [
        typeof(object), typeof(IServiceProvider), typeof(IKeyedServiceProvider), typeof(IServiceScopeFactory), typeof(IConfiguration), typeof(ILogger), typeof(ILoggerFactory),
        typeof(IPluginRegistry), typeof(PluginContext), typeof(PluginManifest), typeof(PluginProgress), typeof(PluginCheckpoint), typeof(PluginEvents), typeof(PluginTenant),
    ];

    internal ResourceSettings Resources { get; } = new();

    /// <summary>Makes a service of the host a resource: the one that is registered under the key <paramref name="name"/>, else the one of that type.</summary>
    /// <remarks>Plugins that declare the name get it by its type, or by the name as a key; others do not get it. The container owns it.</remarks>
    /// <param name="name">The name that manifests declare, such as <c>postgres</c>: lower-case letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <typeparam name="TResource">The type that plugins take, which they share with the host.</typeparam>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a resource, or <typeparamref name="TResource"/> no type of one, or not that of the built-in one of that name.</exception>
    public DagstackPluginOptions AddResource<TResource>(string name)
        where TResource : class
    {
        ThrowIfNoResource<TResource>(name);

        // A built-in one of that name is registered by its type already.
        if (BuiltInResources.Find(name) is null)
        {
            Resources.Definitions.Add(ResourceDefinition.OfKeyOrType(name, typeof(TResource)));
        }

        return this;
    }

    /// <summary>Adds a resource of which each plugin that declares it has one of its own.</summary>
    /// <remarks>It is made before the plugin's setup and disposed after its teardown. Of several with one name the last counts; a built-in one is replaced.</remarks>
    /// <param name="name">The name that manifests declare, such as <c>postgres</c>: lower-case letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="factory">
    /// Makes it for a plugin from the plugin's scope of the host's services. Null if the host has none for that plugin. What it returns is
    /// disposed with the plugin: return nothing that others use, and nothing that a container made.
    /// </param>
    /// <typeparam name="TResource">The type that plugins take, which they share with the host.</typeparam>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a resource, or <typeparamref name="TResource"/> no type of one, or not that of the built-in one of that name.</exception>
    public DagstackPluginOptions AddResource<TResource>(string name, Func<PluginId, IServiceProvider, TResource?> factory)
        where TResource : class
    {
        ThrowIfNoResource<TResource>(name);
        ArgumentNullException.ThrowIfNull(factory);
        Resources.Definitions.Add(ResourceDefinition.OfFactory(name, typeof(TResource), factory));
        return this;
    }

    /// <summary>Puts something around a resource before plugins get it: to meter, to limit, to audit.</summary>
    /// <remarks>
    /// Called for each plugin that declares the resource, before its setup, in the order of calls: the last one is the outermost.
    /// A decorator that is disposable is disposed after the plugin's teardown, before what is in it.
    /// </remarks>
    /// <param name="name">The name of the resource, such as <c>blob_store</c>.</param>
    /// <param name="decorate">Takes what is to be decorated, the plugin, and the plugin's scope of the host's services. Return the first to leave a plugin's resource as it is.</param>
    /// <typeparam name="TResource">The type of the resource, such as <see cref="BlobStore"/>.</typeparam>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a resource.</exception>
    public DagstackPluginOptions DecorateResource<TResource>(string name, Func<TResource, PluginId, IServiceProvider, TResource> decorate)
        where TResource : class
    {
        ThrowIfNoName(name);
        ArgumentNullException.ThrowIfNull(decorate);
        Resources.Decorations.Add(new(name, typeof(TResource), (inner, plugin, services) => decorate((TResource)inner, plugin, services)));
        return this;
    }

    /// <summary>Puts an object of a class around a resource before plugins get it.</summary>
    /// <remarks>As <see cref="DecorateResource{TResource}"/>, with a constructor that takes the resource, and may take the <see cref="PluginId"/> and services of the host.</remarks>
    /// <param name="name">The name of the resource, such as <c>blob_store</c>.</param>
    /// <typeparam name="TResource">The type of the resource, such as <see cref="BlobStore"/>.</typeparam>
    /// <typeparam name="TDecorator">The class that is put around it.</typeparam>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no name of a resource.</exception>
    public DagstackPluginOptions DecorateResource<TResource, TDecorator>(string name)
        where TResource : class
        where TDecorator : class, TResource
    {
        var takesPlugin = Array.Exists(typeof(TDecorator).GetConstructors(), static constructor => Array.Exists(constructor.GetParameters(), static parameter => parameter.ParameterType == typeof(PluginId)));
        return DecorateResource<TResource>(name, (inner, plugin, services) => ActivatorUtilities.CreateInstance<TDecorator>(services, takesPlugin ? [inner, plugin] : [inner]));
    }

    /// <summary>Configures the HTTP clients that plugins get as the resource <c>http_client</c>: handlers, time-outs, resilience.</summary>
    /// <param name="configure">Called while services are registered, once for each plugin that declares the resource, with the builder of its client, <c>plugin.kind.name</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public DagstackPluginOptions ConfigureHttpClients(Action<PluginId, IHttpClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Resources.HttpClients.Add(configure);
        return this;
    }

    /// <summary>Keeps the blobs of the resource <c>blob_store</c> in a folder, those of each plugin below <c>kind/name</c>. They are in memory otherwise.</summary>
    /// <param name="path">The folder, made when it is needed. A relative one is under the host's content root.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public DagstackPluginOptions UseFileBlobStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Resources.BlobFolder = path;
        return this;
    }

    /// <summary>Keeps the checkpoints of plugins in a folder, to go on after a restart of the process. They are in memory otherwise.</summary>
    /// <param name="path">The folder, made when it is needed; not that of the blobs. A relative one is under the host's content root.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public DagstackPluginOptions UseFileCheckpoints(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Resources.CheckpointFolder = path;
        return this;
    }

    /// <summary>Keeps the checkpoints of plugins in a store, which goes before a folder, each plugin's below <c>kind/name/</c>.</summary>
    /// <param name="store">The store. The host does not dispose it.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    public DagstackPluginOptions UseCheckpoints(BlobStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Resources.Checkpoints = store;
        return this;
    }

    /// <summary>Makes the temporary folders of the resource <c>tmpdir</c> in another place than the system's.</summary>
    /// <param name="path">The folder, made when it is needed. A relative one is under the host's content root.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    public DagstackPluginOptions UseTempRoot(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Resources.TempRoot = path;
        return this;
    }

    /// <summary>Sends what plugins report as progress to another place than the log.</summary>
    /// <param name="factory">Makes the sink of a plugin from the plugin's scope of the host's services. It is disposed with the plugin.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    public DagstackPluginOptions UseProgress(Func<PluginId, IServiceProvider, PluginProgress> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Resources.Progress = factory;
        return this;
    }

    private static void ThrowIfNoResource<TResource>(string name)
    {
        ThrowIfNoName(name);
        var type = typeof(TResource);
        if (BuiltInResources.Find(name) is { } builtIn && builtIn.ServiceType != type)
        {
            throw new ArgumentException($"The resource '{name}' is a {builtIn.ServiceType.Name} in every host, not a {type}. Write AddResource<{builtIn.ServiceType.Name}>, or choose another name.", nameof(name));
        }

        if (type.IsDefined(typeof(PluginKindAttribute), inherit: false))
        {
            throw new ArgumentException($"{type} is the contract of a plugin kind, not a type of resources: plugins take other plugins by [FromKeyedServices(\"kind:name\")]. Give the resource '{name}' a type of its own.", nameof(TResource));
        }

        if (Array.IndexOf(s_noResources, type) >= 0 || ResourceDefinition.Several(type) is not null)
        {
            throw new ArgumentException($"{type} cannot be the type of the resource '{name}': every plugin may ask for it as it is. Give the resource a type of its own.", nameof(TResource));
        }
    }

    private static void ThrowIfNoName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!PluginId.IsValidPart(name))
        {
            throw new ArgumentException($"'{name}' is no name of a resource. Expected lower-case letters, digits, '_' and '-', beginning with a letter or digit, such as 'postgres'.", nameof(name));
        }
    }
}
