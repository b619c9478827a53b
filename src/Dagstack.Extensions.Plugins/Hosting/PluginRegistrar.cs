using Dagstack.Extensions.Plugins.Discovery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Looks for what a call of AddDagstackPlugins asks for, and registers what is found.</summary>
internal static class PluginRegistrar
{
    /// <summary>Finds the options of a collection; null before the first call.</summary>
    public static DagstackPluginOptions? Find(IServiceCollection services) =>
        services.LastOrDefault(static descriptor => descriptor.ServiceType == typeof(DagstackPluginOptions))?.ImplementationInstance as DagstackPluginOptions;

    /// <summary>Takes in one call. Sources and what names classes are code of others, and may make another one meanwhile.</summary>
    public static void Register(DagstackPluginOptions options, PluginRequests requests, bool useDefaultRoot)
    {
        var (services, discovery) = (options.Services, options.Discovery);
        requests.Runtimes.ForEach(services.TryAddEnumerable);
        FindKinds(options, requests);
        var settings = new HostSettings(options.GivenSettings ?? Instance<IConfiguration>(services, static host => host.Configuration)?.GetSection(options.SettingsSection));
        var roots = settings.PluginDirs
            .Select(static path => (Path: path, Optional: false))
            .Concat(requests.Roots)
            .ToList();
        if (roots.Count == 0 && useDefaultRoot)
        {
            roots.Add(("plugins/", true));
        }

        var contentRoot = Instance<IHostEnvironment>(services, static host => host.HostingEnvironment)?.ContentRootPath ?? Directory.GetCurrentDirectory();
        roots.ForEach(root => discovery.AddRoot(root.Path, root.Optional, contentRoot));
        discovery.AddList(new RemoteSetting(settings, contentRoot));
        discovery.AddList(new RemoteVariable(contentRoot));
        requests.PluginAssemblies.ForEach(discovery.AddAssembly);
        requests.Classes.ForEach(found => discovery.AddClass(found.Type, options.Kinds.Contracts.Values, found.Name));
        requests.Sources.ForEach(discovery.AddSource);
        requests.Given.ForEach(discovery.Add);
        options.Resources.ConfigureHttpClients(services, discovery.All.Select(static plugin => plugin.Manifest.Manifest).OfType<PluginManifest>());
        options.Keys.Register(services, options.Kinds.Contracts, discovery.All, options.Watch is not null);
    }

    private static void FindKinds(DagstackPluginOptions options, PluginRequests requests)
    {
        var kinds = options.Kinds;
        kinds.Scan();
        requests.ContractAssemblies.ForEach(kinds.Add);
        requests.PluginAssemblies.Concat(requests.Classes.Select(static found => found.Type.Assembly)).Distinct().ToList().ForEach(kinds.AddWithReferences);
        foreach (var type in requests.Kinds.Where(type => kinds.Find(type) is null))
        {
            options.Discovery.Warnings.Add($"AddKind<{type.Name}>() found no generated contract for {type.FullName}. Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{type.Name}>(\"kind\")] into an assembly that references Dagstack.Extensions.Plugins.Abstractions, and add that assembly.");
        }
    }

    /// <summary>Finds a service that the host's builder has placed into the collection as an object.</summary>
    private static T? Instance<T>(IServiceCollection services, Func<HostBuilderContext, T> ofHost)
        where T : class
    {
        foreach (var descriptor in services)
        {
            if (!descriptor.IsKeyedService && descriptor.ImplementationInstance is { } instance)
            {
                if (descriptor.ServiceType == typeof(T))
                {
                    return (T)instance;
                }

                if (instance is HostBuilderContext host)
                {
                    return ofHost(host);
                }
            }
        }

        return null;
    }
}
