using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Events;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Sinks;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Lends to instances what the host has for them: a scope of its services, resources, configuration, a logger.</summary>
/// <param name="services">The host's services.</param>
/// <param name="configuration">The host's configuration, if it has one.</param>
/// <param name="configurationRoot">The path under which the sections of plugins lie.</param>
/// <param name="loggerFactory">The host's loggers.</param>
/// <param name="logLimits">How much each plugin may log; null for any number of lines.</param>
/// <param name="time">The host's time.</param>
internal sealed class PluginLeases(IServiceProvider services, IConfiguration? configuration, string configurationRoot, ILoggerFactory loggerFactory, LogLimits? logLimits, TimeProvider time)
{
    private static readonly IConfiguration s_empty = new ConfigurationBuilder().Build();
    private readonly ConfigurationIndex _index = new();
    private readonly string[] _root = configurationRoot.Split(':', StringSplitOptions.RemoveEmptyEntries);

    // By the plugin, not by its instance: one that is reloaded again and again may not log more than another.
    private readonly ConcurrentDictionary<PluginId, LogAllowance> _allowances = new();
    private bool _hasLent;

    /// <summary>Lends to one instance.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="copy">The copy that its files are to be taken from; null for where they were found.</param>
    public PluginLease Lend(PluginDescription plugin, ShadowCopy? copy)
    {
        Volatile.Write(ref _hasLent, true);
        var scope = services.CreateAsyncScope();
        var made = scope.ServiceProvider.GetRequiredService<PluginScope>();
        var events = services.GetRequiredService<EventBus>().Of(plugin.Id);
        return new(
            scope,
            services =>
            {
                var resources = new ScopedResources(plugin.Manifest, services);
                resources.Make();
                return new(plugin, ContextOf(plugin, resources, events, copy), services, SectionOf(plugin.Id)) { Folder = copy?.Path ?? plugin.Folder, Locked = copy?.Content };
            },
            events,
            () => Disposal.BothAsync(made.EndRestAsync, () => AllowanceOf(plugin.Id)?.EndAsync() ?? default));
    }

    /// <summary>Tells whether anything has been lent since this was asked last.</summary>
    public bool HasLent() => Interlocked.Exchange(ref _hasLent, false);

    /// <summary>Finds a plugin's section, to be read in any spelling.</summary>
    public PluginSection SectionOf(PluginId id) => new(configuration ?? s_empty, _index, PathOf(id));

    private PluginContext ContextOf(PluginDescription plugin, ScopedResources resources, PluginEvents events, ShadowCopy? copy)
    {
        var (id, settings) = (plugin.Id, services.GetRequiredService<ResourceSettings>());
        var log = new GuardedLogger(loggerFactory.CreateLogger($"plugin.{id.Kind}.{id.Name}"), keepsText: true);
        var allowance = AllowanceOf(id);
        allowance?.Logger = new PluginLog(log, plugin.Manifest);
        var logger = new PluginLog(log, plugin.Manifest, allowance);
        var progress = settings.Progress is { } make ? resources.MakeOwn("progress", make) : new LoggedProgress(logger, time);
        var checkpoint = services.GetRequiredService<ResourceStores>().CheckpointsOf(id);
        var runsUnits = plugin.Manifest.UnitOfWork is { Declared: true };
        return new()
        {
            Manifest = plugin.Manifest,
            Configuration = (configuration ?? s_empty).GetSection(string.Join(':', PathOf(id))),
            Logger = logger,
            Resources = resources,
            Progress = runsUnits ? new CurrentProgress(id, progress, time) : progress,
            Checkpoint = runsUnits ? new CurrentCheckpoint(id, checkpoint) : checkpoint,
            Events = events,
            Tenant = new TenantOfPlugin(services.GetRequiredService<IServiceScopeFactory>()),
            Registry = new RegistryOfPlugin(services.GetRequiredService<IPluginRegistry>(), id),
            Folder = copy?.Content is null ? plugin.Folder : copy.Path,
        };
    }

    private LogAllowance? AllowanceOf(PluginId id) => logLimits is null ? null : _allowances.GetOrAdd(id, static (id, with) => new(id, with.logLimits, with.time), (logLimits, time));

    private string[] PathOf(PluginId id) => [.. _root, id.Kind, id.Name];
}
