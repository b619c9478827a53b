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

    /// <summary>Stops all plugins that are running, in the reverse order of their start.</summary>
    /// <remarks>A plugin that fails to tear down does not keep the others from it.</remarks>
    /// <param name="cancellationToken">Cuts the time that is left for draining and teardown.</param>
    /// <returns>A task that completes when every plugin is stopped or leaked.</returns>
    /// <exception cref="TeardownErrorsException">One or more plugins failed; all of them are stopped or leaked.</exception>
    Task TeardownAsync(CancellationToken cancellationToken = default);
}
