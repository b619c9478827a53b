using System.Text.Json;
using Dagstack.Extensions.Plugins.Binding;

namespace Dagstack.Extensions.Plugins;

/// <summary>What the host gives to a runtime for one instance of a plugin.</summary>
/// <remarks>All of it lives until <see cref="PluginInstance.EndAsync"/> has ended.</remarks>
public sealed class PluginInstanceContext
{
    internal PluginInstanceContext(PluginDescription plugin, PluginContext context, IServiceProvider services, PluginSection section)
    {
        (Plugin, Context, Services, Section) = (plugin, context, services, section);
        Folder = plugin.Folder;
    }

    /// <summary>Gets what the plugin is.</summary>
    public PluginDescription Plugin { get; }

    /// <summary>Gets what the plugin's setup is given: its configuration, logger, resources, registry, progress and checkpoint.</summary>
    public PluginContext Context { get; }

    /// <summary>Gets the plugin's own scope of the host's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets the folder that the plugin's files are to be taken from: a private copy where the runtime wants one, else its own.</summary>
    /// <value>Null for a plugin that has none.</value>
    public string? Folder { get; internal init; }

    /// <summary>Gets the plugin's section, to be read in any spelling.</summary>
    internal PluginSection Section { get; }

    /// <summary>Writes the plugin's section as it is now: an object, whose values are text, and lists where keys are numbers.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteConfiguration(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SectionJson.Write(Section.Read().Section, writer);
    }

    /// <summary>Calls back whenever any of the host's configuration has been loaded again.</summary>
    /// <param name="changed">Called on the thread that loads it.</param>
    /// <returns>Ends the calls when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="changed"/> is null.</exception>
    public IDisposable OnConfigurationReload(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        return Section.OnReload(changed);
    }
}
