using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Events;
using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.InProcess;
using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        Add(services, static _ => { }, settings: null, useDefaultRoot: true);

    /// <summary>Adds plugins as keyed services: <c>kind:name</c> for each, and <c>kind</c> for the active one of a kind.</summary>
    /// <remarks>Calls merge. Nothing that is found throws here: findings are reported when the plugins start.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where plugins are, for example <c>o => o.Discover("plugins/")</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddDagstackPlugins(this IServiceCollection services, Action<DagstackPluginOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, configure, settings: null, useDefaultRoot: false);
    }

    /// <summary>Adds the plugins that a configuration section describes: <c>plugin_dirs</c>, <c>remote_plugins</c>, <c>plugins:allow</c>, <c>plugins:deny</c>.</summary>
    /// <remarks>Calls merge. Nothing that is found throws here: findings are reported when the plugins start.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section, for example <c>builder.Configuration.GetSection("dagstack")</c>. Without <c>plugin_dirs</c> it stands for <c>plugins/</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IServiceCollection AddDagstackPlugins(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, static _ => { }, section, useDefaultRoot: true);
    }

    private static IServiceCollection Add(IServiceCollection services, Action<DagstackPluginOptions> configure, IConfiguration? settings, bool useDefaultRoot)
    {
        ArgumentNullException.ThrowIfNull(services);
        var known = PluginRegistrar.Find(services);
        var options = known ?? new DagstackPluginOptions(services);

        // A collection may have been copied since, descriptor by descriptor.
        options.Services = services;
        if (known is null)
        {
            // Before anything else: what configures may make another call.
            AddHost(services, options);
        }

        // What a call asks for that fails is not the next one's.
        var requests = options.Configure(configure);
        options.GivenSettings = settings ?? options.GivenSettings;
        PluginRegistrar.Register(options, requests, useDefaultRoot);
        return services;
    }

    private static void AddHost(IServiceCollection services, DagstackPluginOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(PluginHost.Create);
        services.AddTransient<PluginHostEnd>();
        services.AddSingleton<IPluginRegistry, PluginRegistry>();
        services.AddSingleton(static provider => provider.GetRequiredService<PluginHost>().Proxies);
        services.AddSingleton(typeof(IPlugins<>), typeof(Plugins<>));
        services.AddSingleton<IPluginUnits>(static provider => provider.GetRequiredService<PluginHost>().Units);
        services.AddSingleton<ITools>(static provider => new Tools(provider.GetRequiredService<PluginHost>().Tools, options: null));
        services.AddSingleton(static provider => new EventBus(provider.GetRequiredService<DagstackPluginOptions>().EventQueueCapacity, new GuardedLogger(LoggerFactory(provider).CreateLogger(Log.Category))));
        services.AddSingleton<PluginEvents>(static provider => provider.GetRequiredService<EventBus>().OfHost);
        services.TryAddScoped<PluginTenant, OpenTenant>();
        services.AddSingleton(static provider => new PluginLeases(
            provider,
            provider.GetService<IConfiguration>(),
            provider.GetRequiredService<DagstackPluginOptions>().ConfigurationRoot,
            LoggerFactory(provider),
            provider.GetRequiredService<DagstackPluginOptions>().LogLimits,
            Time(provider)));
        services.AddSingleton<PluginRuntime>(static provider => InProcess(provider, provider.GetRequiredService<DagstackPluginOptions>()));
        ResourceServices.Add(services, options.Resources);

        // At the front: plugins are ready before any other hosted service starts, and stop after all others.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, PluginHostedService>());
    }

    private static InProcessRuntime InProcess(IServiceProvider provider, DagstackPluginOptions options) => new(
        options.Kinds.Contracts.Values,
        LoggerFactory(provider),
        new GuardedLogger(LoggerFactory(provider).CreateLogger(Log.Category)),
        new(() => options.Services),
        new(() => [provider], Time(provider)),
        options.Collectible ?? options.IsReloadAllowed,
        provider.GetServices<PluginModuleSource>(),
        options.Watch is not null,
        options.IsLockRequired);

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ILoggerFactory LoggerFactory(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
