using Dagstack.Extensions.Orchestration.Placement;
using Dagstack.Extensions.Orchestration.Units;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>Says what engines of a host are made of.</summary>
/// <param name="services">The services of the host itself: those that a plugin is given end with it, and have only the resources that it declares.</param>
internal sealed class EngineSource(IServiceProvider services)
{
    private const string LogCategory = "Dagstack.Orchestration";

    public EngineParts Make()
    {
        var options = services.GetRequiredService<IOptions<OrchestrationOptions>>().Value;
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return new()
        {
            Store = () => options.StoreFactory?.Invoke(services) ?? DefaultStore.Make(services, DefaultStore.Path, new()),
            Placement = store => options.PlacementFactory?.Invoke(services, store) ?? new LocalPlacement(store, LocalPlacement.ThisProcess),
            Body = () => new PluginBody(services.GetRequiredService<IPluginUnits>()),
            Options = RunnerSettings.Of(options),
            WriterOptions = new() { MaxBatch = options.MaxBatch },
            Time = services.GetService<TimeProvider>() ?? TimeProvider.System,
            Logger = new GuardedLogger(loggers.CreateLogger(LogCategory)),
            OldestQueued = options.OldestQueuedLimit,
        };
    }
}
