using System.Text.Json;
using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.Files;

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

    /// <summary>Gets a value indicating whether the host loads only what a lock file names. <see cref="Folder"/> is then a private copy that was compared with it, and nothing else may be loaded: no caches, nothing beside it.</summary>
    /// <value>False by default, and for a plugin that is a part of the application.</value>
    public bool IsLocked => Locked is not null;

    /// <summary>Gets the hashes of all files in <see cref="Folder"/>, to be compared when one is loaded later; null if nothing is locked.</summary>
    internal FolderHash? Locked { get; init; }

    /// <summary>Gets the plugin's section, to be read in any spelling.</summary>
    internal PluginSection Section { get; }

    /// <summary>Writes the plugin's section as it is now: an object, whose values are text or null, and a list where keys are 0, 1 and so on without a gap.</summary>
    /// <remarks>A value of a key that has others below it is left out: <see cref="WriteConfigurationKeys"/> has it too.</remarks>
    /// <param name="writer">Where it is written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteConfiguration(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SectionJson.Write(Section.Read().Section, writer);
    }

    /// <summary>Writes the plugin's section as it is now, key by key: an object, whose names are paths below the section such as <c>colors:0</c>, and whose values are text or null.</summary>
    /// <remarks>For those who read it as configuration again: they have the same keys and values. The section's own value, where it has one, stands under an empty name.</remarks>
    /// <param name="writer">Where it is written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteConfigurationKeys(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SectionJson.WriteKeys(Section.Read().Section, writer);
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
