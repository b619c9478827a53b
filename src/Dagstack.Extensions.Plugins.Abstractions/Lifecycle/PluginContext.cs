using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>What the host gives to a plugin's setup; also a constructor parameter.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public sealed class PluginContext
{
    /// <summary>Gets the plugin's manifest.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Gets the plugin's configuration section, <c>kind:name</c>; empty where the host has no configuration.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Gets the plugin's logger, of the category <c>plugin.&lt;kind&gt;.&lt;name&gt;</c>.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Gets the resources that the manifest declares.</summary>
    public required PluginResources Resources { get; init; }

    /// <summary>Gets where the plugin reports how far it has come: the log, unless the host has another place.</summary>
    /// <remarks>Inside of a unit of work it is the unit's.</remarks>
    public required PluginProgress Progress { get; init; }

    /// <summary>Gets where the plugin keeps how far a long operation has come. Its keys are the plugin's own.</summary>
    /// <remarks>Inside of a unit of work it is the unit's, and what is saved is handed to the next run of that unit.</remarks>
    public required PluginCheckpoint Checkpoint { get; init; }

    /// <summary>Gets where the plugin tells others what has happened, and hears of it. Its subscriptions end with its teardown.</summary>
    public required PluginEvents Events { get; init; }

    /// <summary>Gets on whose behalf the current call is made, and what they may do.</summary>
    public required PluginTenant Tenant { get; init; }

    /// <summary>Gets the view of all plugins.</summary>
    /// <remarks>While the plugin itself is starting or stopping, it may look but not start or stop plugins: that would wait for itself.</remarks>
    public required IPluginRegistry Registry { get; init; }

    /// <summary>Gets the plugin's folder.</summary>
    /// <value>Null for a plugin that has none: one that was given in code, or is in an assembly of the application.</value>
    public string? Folder { get; init; }

    /// <summary>Gets the number of calls that are in the plugin now.</summary>
    /// <value>A snapshot; 0 until setup has completed. A call that asks counts itself.</value>
    public long CallsInFlight => CountCalls();

    /// <summary>Gets what the caller of the hook that is running has said about the call, such as the tenant: <see cref="CallMetadata.Current"/>.</summary>
    /// <value>Empty by default, and outside of a call.</value>
#pragma warning disable CA1822 // The context is where a plugin looks for it.
    public IReadOnlyDictionary<string, object?> CallMetadata => Plugins.CallMetadata.Current;
#pragma warning restore CA1822

    /// <summary>Gets or sets what counts them. The host sets it once there is an instance, which is made with this context.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Func<long> CountCalls { get; set; } = static () => 0;
}
