using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Makes the context that a plugin is given.</summary>
/// <param name="configuration">The host's configuration, if it has one.</param>
/// <param name="loggerFactory">The host's loggers.</param>
/// <param name="time">The host's time.</param>
/// <param name="registry">Finds the registry when it is needed: it is made of plugins itself.</param>
/// <param name="stores">The host's stores.</param>
/// <param name="registrations">The path under which the sections of plugins lie, and where progress goes.</param>
internal sealed class PluginContexts(
    IConfiguration? configuration,
    ILoggerFactory loggerFactory,
    TimeProvider time,
    Func<IPluginRegistry> registry,
    ResourceStores stores,
    PluginRegistrations registrations)
{
    private static readonly IConfiguration s_empty = new ConfigurationBuilder().Build();

    private readonly ConfigurationIndex _index = new();

    public PluginContext Create(PluginDefinition plugin, ScopedResources resources)
    {
        var id = plugin.Manifest!.Id;
        var logger = loggerFactory.CreateLogger($"plugin.{id.Kind}.{id.Name}");
        return new()
        {
            Manifest = plugin.Manifest,
            Configuration = (configuration ?? s_empty).GetSection(string.Join(':', PathOf(id))),
            Logger = logger,
            Resources = resources,
            Progress = registrations.Resources.Progress is { } progress ? resources.MakeOwn("progress", progress) : new LoggedProgress(logger, time),
            Checkpoint = new StoredCheckpoint(new PartOfStore(stores.Checkpoints, id)),
            Registry = new RegistryOfPlugin(registry(), id),
            Folder = plugin.Source.Folder,
        };
    }

    /// <summary>Finds a plugin's section, to be read in any spelling.</summary>
    public PluginSection SectionOf(PluginId id) => new(configuration ?? s_empty, _index, PathOf(id));

    private string[] PathOf(PluginId id) => [.. registrations.ConfigurationRoot.Split(':', StringSplitOptions.RemoveEmptyEntries), id.Kind, id.Name];
}
