using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Orchestration.Hosting;
using Dagstack.Extensions.Orchestration.Units;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins;

/// <summary>Adds units of work to a host.</summary>
public static class OrchestrationDagstackPluginOptionsExtensions
{
    /// <summary>More than any plugin that is installed may have, and less than middleware: who says it in code means it.</summary>
    private const int Priority = 999;

    /// <summary>Lets the host run units of work: adds the plugin <c>orchestrator:local</c> and the service <see cref="IUnits"/>.</summary>
    /// <param name="options">The options of AddDagstackPlugins.</param>
    /// <param name="configure">Says how; repeated calls add up, and the last store that is chosen wins. Without one they are kept in the file <c>data/units.db</c> below the content root.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <remarks>See §9 of the plugin contract and docs/units.md.</remarks>
    public static DagstackPluginOptions UseOrchestration(this DagstackPluginOptions options, Action<OrchestrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var services = options.Services;
        services.AddOptions();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OrchestrationOptions>, ConfiguredOrchestration>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPluginStartCheck, OrchestrationCheck>());
        services.TryAddSingleton(static provider => new MemoryStores(provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddSingleton(static provider => new EngineSource(provider));
        services.TryAddSingleton<EngineDoor>();
        services.TryAddSingleton<IUnits>(static provider => new OrchestratorUnits(provider.GetRequiredService<EngineDoor>(), provider.GetRequiredService<IPluginUnits>()));
        return options.AddKind<IOrchestrator>().Add(
            new PluginManifest
            {
                Id = EngineDoor.Plugin,
                Description = "Runs units of work in this process.",
                Priority = Priority,
                Reload = PluginReloadMode.StopFirst,
            },
            static provider => new LocalOrchestrator(provider.GetRequiredService<EngineSource>().Make, provider.GetRequiredService<EngineDoor>(), provider.GetRequiredService<IUnits>()));
    }
}
