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

    public PluginContext Create(PluginEntry entry, PluginResources resources)
    {
        var id = entry.Manifest!.Id;
        return new()
        {
            Manifest = entry.Manifest,
            Configuration = (configuration ?? s_empty).GetSection(root.Length == 0 ? id.ToString() : $"{root}:{id}"),
            Logger = loggerFactory.CreateLogger($"plugin.{id.Kind}.{id.Name}"),
            Resources = resources,
            Registry = registry(),
            Folder = entry.Source.Folder,
        };
    }
}
