using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin is given that runs in a process without a host.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
public sealed class StandalonePluginSettings
{
    /// <summary>Gets the plugin's manifest, whose entry point names the class.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Gets the contract of the plugin's kind.</summary>
    public required PluginContract Contract { get; init; }

    /// <summary>Gets the full path of the folder that the plugin's files are taken from.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets the folder that the plugin's context names.</summary>
    /// <value>Null by default: <see cref="Folder"/>. Another one where that is a private copy.</value>
    public string? OwnFolder { get; init; }

    /// <summary>Gets the configuration that has the plugin's section, <c>kind:name</c>. Its options follow the changes of it.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Gets where the plugin's loggers come from. Its own has the category <c>plugin.&lt;kind&gt;.&lt;name&gt;</c>.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Gets where the plugin reports how far it has come.</summary>
    public required PluginProgress Progress { get; init; }

    /// <summary>Gets where the plugin keeps how far it has come.</summary>
    public required PluginCheckpoint Checkpoint { get; init; }

    /// <summary>Gets what counts the calls that are in the plugin.</summary>
    /// <value>0 by default, whatever is called.</value>
    public Func<long> CountCalls { get; init; } = static () => 0;

    /// <summary>Gets the resources that there are, by the names of those that every host has: each is of the type of its name, such as <see cref="Clock"/> for <c>clock</c>.</summary>
    /// <value>Empty by default. Whoever gives them disposes them; those that the manifest does not declare are not reachable.</value>
    public IReadOnlyDictionary<string, object> Resources { get; init; } = new Dictionary<string, object>();
}
