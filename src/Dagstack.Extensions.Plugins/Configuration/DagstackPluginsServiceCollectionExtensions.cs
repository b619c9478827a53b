using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds dagstack plugins to an application.</summary>
public static class DagstackPluginsServiceCollectionExtensions
{
    /// <summary>Adds the plugins of the folders that the configuration key <c>dagstack:plugin_dirs</c> names, or those below <c>plugins/</c>.</summary>
    /// <remarks>Calls merge. Nothing that is found throws here: findings are reported when the plugins start.</remarks>
    /// <param name="services">The application's services.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddDagstackPlugins(this IServiceCollection services) =>
        Add(services, new DagstackPluginOptions(), settings: null, useDefaultRoot: true);

    /// <summary>Adds plugins as keyed services: <c>kind:name</c> for each, and <c>kind</c> for the active one of a kind.</summary>
    /// <remarks>Calls merge. Nothing that is found throws here: findings are reported when the plugins start.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where plugins are, for example <c>o => o.Discover("plugins/")</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddDagstackPlugins(this IServiceCollection services, Action<DagstackPluginOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new DagstackPluginOptions();
        configure(options);
        return Add(services, options, settings: null, useDefaultRoot: false);
    }

    /// <summary>Adds the plugins that a configuration section describes: <c>plugin_dirs</c>, <c>plugins:allow</c>, <c>plugins:deny</c>.</summary>
    /// <remarks>Calls merge. Nothing that is found throws here: findings are reported when the plugins start.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section, for example <c>builder.Configuration.GetSection("dagstack")</c>. Without <c>plugin_dirs</c> it stands for <c>plugins/</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddDagstackPlugins(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, new DagstackPluginOptions(), section, useDefaultRoot: true);
    }

    private static IServiceCollection Add(IServiceCollection services, DagstackPluginOptions options, IConfiguration? settings, bool useDefaultRoot)
    {
        ArgumentNullException.ThrowIfNull(services);
        var registrations = PluginRegistrations.Find(services) ?? AddHost(services);
        registrations.Merge(services, options, settings, useDefaultRoot);
        return services;
    }

    private static PluginRegistrations AddHost(IServiceCollection services)
    {
        var registrations = new PluginRegistrations();
        services.AddSingleton(registrations);
        services.AddSingleton(PluginHost.Create);
        services.AddTransient<PluginHostEnd>();
        services.AddSingleton<IPluginRegistry, PluginRegistry>();
        services.AddSingleton(typeof(IPlugins<>), typeof(Plugins<>));
        services.AddSingleton(static provider => new PluginContexts(
            provider.GetService<IConfiguration>(),
            LoggerFactory(provider),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<IPluginRegistry>,
            provider.GetRequiredService<ResourceStores>(),
            provider.GetRequiredService<PluginRegistrations>()));
        services.AddSingleton<IPluginRuntime>(static provider => new InProcessRuntime(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<PluginContexts>(),
            LoggerFactory(provider),
            provider.GetRequiredService<PluginRegistrations>().Collectible));

        ResourceServices.Add(services);

        // At the front: plugins are ready before any other hosted service starts, and stop after all others.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, PluginHostedService>());
        return registrations;
    }

    private static ILoggerFactory LoggerFactory(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
