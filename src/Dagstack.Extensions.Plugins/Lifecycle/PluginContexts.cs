using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Makes the context that a plugin is given.</summary>
/// <param name="configuration">The host's configuration, if it has one.</param>
/// <param name="loggerFactory">The host's loggers.</param>
/// <param name="registry">Finds the registry when it is needed: it is made of plugins itself.</param>
/// <param name="root">The path under which the sections of plugins lie, empty for the top.</param>
internal sealed class PluginContexts(IConfiguration? configuration, ILoggerFactory loggerFactory, Func<IPluginRegistry> registry, string root)
{
    private static readonly IConfiguration s_empty = new ConfigurationBuilder().Build();

    private readonly ConfigurationIndex _index = new();

    public PluginContext Create(PluginEntry entry, PluginResources resources)
    {
        var id = entry.Manifest!.Id;
        return new()
        {
            Manifest = entry.Manifest,
            Configuration = (configuration ?? s_empty).GetSection(string.Join(':', PathOf(id))),
            Logger = loggerFactory.CreateLogger($"plugin.{id.Kind}.{id.Name}"),
            Resources = resources,
            Registry = registry(),
            Folder = entry.Source.Folder,
        };
    }

    /// <summary>Finds a plugin's section, to be read in any spelling.</summary>
    public PluginSection SectionOf(PluginId id) => new(configuration ?? s_empty, _index, PathOf(id));

    private string[] PathOf(PluginId id) => [.. root.Split(':', StringSplitOptions.RemoveEmptyEntries), id.Kind, id.Name];
}
