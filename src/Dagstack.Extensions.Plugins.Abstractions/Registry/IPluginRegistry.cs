using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins;

/// <summary>The untyped view of all plugins of a host: their states, and their start and stop.</summary>
/// <remarks>A singleton of the host. A generic host calls setup and teardown itself. Members may be called by several threads.</remarks>
public interface IPluginRegistry
{
    /// <summary>Gets a snapshot of every plugin, ordinal by identity, then by path; broken and disabled ones included.</summary>
    IReadOnlyList<PluginStatus> Plugins { get; }

    /// <summary>Finds a plugin.</summary>
    /// <param name="id">Its identity.</param>
    /// <returns>A snapshot of it, or null if there is none.</returns>
    PluginStatus? Find(PluginId id);

    /// <summary>Finds the plugins of a kind.</summary>
    /// <param name="kind">The kind, such as <c>chunker</c>.</param>
    /// <returns>A snapshot of each, ordinal by name; empty if there are none.</returns>
    IReadOnlyList<PluginStatus> OfKind(string kind);

    /// <summary>Tells all that is known of one plugin: its history, how its start went, whom it needs, its health and its calls.</summary>
    /// <param name="id">Its identity.</param>
    /// <returns>A snapshot, or null if there is no such plugin.</returns>
    PluginDetails? Describe(PluginId id);

    /// <summary>Tells which plugin is the active one of a kind, and what chose it.</summary>
    /// <param name="kind">The kind, such as <c>chunker</c>.</param>
    /// <returns>What there is now, or null if this host has no such kind.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="kind"/> is null.</exception>
    ActivePlugin? ActiveOf(string kind);

    /// <summary>Makes a plugin the active one of its kind until the process ends, whatever the variable, the configuration and priorities say. See §5 of the plugin contract.</summary>
    /// <remarks>
    /// Calls by the key of the kind and by <c>IPlugins&lt;T&gt;.Active</c> that begin after it reach that plugin, also by whatever holds them already; those inside the one before end there. A plugin
    /// that does not serve is taken as the variable takes one: calls fail with its state and reason until it serves. Nothing is started or stopped. The log says who was active and who is.
    /// A plugin cannot do it, only the host's code can.
    /// </remarks>
    /// <param name="id">The plugin's identity.</param>
    /// <returns>What is active from now on.</returns>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="KindUnknownException">The host has no contract for its kind.</exception>
    /// <exception cref="InvalidOperationException">A routing policy of the host chooses the plugin of this kind for each call, or a plugin called it.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    ActivePlugin Activate(PluginId id);

    /// <summary>Gets a token that tells of the next change of any plugin: of its state, its reason or its instance, and of what it says of itself while it runs, such as the functions of a tool plugin.</summary>
    /// <returns>
    /// A token that fires once; ask for another one after that, before reading <see cref="Plugins"/>. After a change of what a plugin says of itself, which a runtime reports, the snapshots may be as
    /// they were before.
    /// </returns>
    IChangeToken GetChangeToken();

    /// <summary>Computes the SHA-256 of what is in a plugin's folder now: the relative path and the content of every file, in ordinal order.</summary>
    /// <param name="id">The plugin's identity.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// 64 hexadecimal digits in lower case, or null for a plugin that is not there or has no folder. Of a plugin whose manifest is in a list (<c>plugins_registry</c>,
    /// <c>remote_plugins</c>) it is the hash of that file.
    /// </returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    Task<string?> HashContentAsync(PluginId id, CancellationToken cancellationToken = default);

    /// <summary>Reads a plugin's section of the host's configuration as it is now, in whatever spelling it is written.</summary>
    /// <param name="id">The plugin's identity; it need not be there.</param>
    /// <returns>Every value with its path and provider, ordered by path, secrets masked.</returns>
    IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id);

    /// <summary>Starts all plugins that are not running, in the order of their dependencies.</summary>
    /// <remarks>A plugin that fails is unavailable, and so are those that depend on it; the others start. Calling it again tries those anew.</remarks>
    /// <param name="cancellationToken">Cancels what is still starting.</param>
    /// <returns>A task that completes when every plugin is ready or has failed.</returns>
    /// <exception cref="PluginRegistryException">The plugins are in conflict, a root, a plugin or the key of one is missing: nothing was started. Or a required plugin failed: what had been started is stopped.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    Task SetupAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts one plugin, after those that it depends on.</summary>
    /// <remarks>One that is unavailable although it is running, because its health failed, is stopped first.</remarks>
    /// <param name="id">The plugin's identity.</param>
    /// <param name="cancellationToken">Cancels what is still starting.</param>
    /// <returns>A snapshot of the plugin, which says whether it is ready.</returns>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="PluginRegistryException">What keeps the host from starting keeps this one from it too.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    Task<PluginStatus> SetupPluginAsync(PluginId id, CancellationToken cancellationToken = default);

    /// <summary>Tries the plugins again that are unavailable, in the order of their dependencies.</summary>
    /// <remarks>Not those that no start can help: whose manifest is invalid, or who are in conflict.</remarks>
    /// <param name="cancellationToken">Cancels what is still starting.</param>
    /// <returns>A task that completes when every one of them is ready or has failed again.</returns>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    Task RetryAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops all plugins that are running, in the reverse order of their start.</summary>
    /// <remarks>A plugin that fails to tear down does not keep the others from it.</remarks>
    /// <param name="cancellationToken">Cuts the time that is left for draining and teardown.</param>
    /// <returns>A task that completes when every plugin is stopped or leaked.</returns>
    /// <exception cref="TeardownErrorsException">One or more plugins failed; all of them are stopped or leaked.</exception>
    Task TeardownAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops one plugin. Those that depend on it go on, and meet the error when they call it.</summary>
    /// <param name="id">The plugin's identity.</param>
    /// <param name="cancellationToken">Ends the wait for its turn; what has begun to stop is stopped.</param>
    /// <returns>A snapshot of the plugin.</returns>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="TeardownErrorsException">It failed; it is stopped or leaked.</exception>
    Task<PluginStatus> TeardownPluginAsync(PluginId id, CancellationToken cancellationToken = default);

    /// <summary>Puts a new instance of a plugin in place of the running one, from what is in its folder now.</summary>
    /// <remarks>
    /// The new instance is set up while the old one serves, and callers that hold the plugin see the new one from then on. The old one
    /// ends its calls, is torn down and unloaded. If anything of the new one fails, the old one goes on, and the outcome says why.
    /// With <c>reload = "stop_first"</c> in the manifest the old one is stopped before, and calls wait meanwhile. A plugin that does not
    /// serve is started. The host has to allow it, by <c>o.AllowReload()</c> or <c>o.WatchForChanges()</c>.
    /// </remarks>
    /// <param name="id">The plugin's identity.</param>
    /// <param name="cancellationToken">Cancels the start of the new instance; the old one goes on.</param>
    /// <returns>What came of it, after the generation before has been unloaded or was found to be still alive.</returns>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="InvalidOperationException">The host does not allow reloads, or the plugin was given as an object, for which there is no new instance.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the new instance served.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken = default);
}
