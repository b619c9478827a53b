namespace Dagstack.Extensions.Plugins;

/// <summary>The registry by text.</summary>
public static class PluginRegistryExtensions
{
    /// <summary>Puts a new instance of a plugin in place of the running one. See <see cref="IPluginRegistry.ReloadAsync"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <param name="cancellationToken">Cancels the start of the new instance; the old one goes on.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="InvalidOperationException">The host does not allow reloads, or this plugin cannot be reloaded.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public static Task<PluginReload> ReloadAsync(this IPluginRegistry registry, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.ReloadAsync(PluginId.Parse(id), cancellationToken);
    }

    /// <summary>Finds a plugin.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <returns>A snapshot of it, or null if there is none.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public static PluginStatus? Find(this IPluginRegistry registry, string id)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Find(PluginId.Parse(id));
    }

    /// <summary>Tells all that is known of one plugin. See <see cref="IPluginRegistry.Describe"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <returns>A snapshot, or null if there is no such plugin.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public static PluginDetails? Describe(this IPluginRegistry registry, string id)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Describe(PluginId.Parse(id));
    }

    /// <summary>Makes a plugin the active one of its kind until the process ends. See <see cref="IPluginRegistry.Activate"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <returns>What is active from now on.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="KindUnknownException">The host has no contract for its kind.</exception>
    /// <exception cref="InvalidOperationException">A routing policy of the host chooses the plugin of this kind for each call, or a plugin called it.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public static ActivePlugin Activate(this IPluginRegistry registry, string id)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Activate(PluginId.Parse(id));
    }

    /// <summary>Starts a plugin, and what it depends on. See <see cref="IPluginRegistry.SetupPluginAsync"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A snapshot of the plugin, which says whether it is ready.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="PluginRegistryException">What keeps the host from starting keeps this one from it too.</exception>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public static Task<PluginStatus> SetupPluginAsync(this IPluginRegistry registry, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.SetupPluginAsync(PluginId.Parse(id), cancellationToken);
    }

    /// <summary>Stops a plugin. See <see cref="IPluginRegistry.TeardownPluginAsync"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <param name="cancellationToken">Ends the wait for its turn; what has begun to stop is stopped.</param>
    /// <returns>A snapshot of the plugin.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="TeardownErrorsException">It failed; it is stopped or leaked.</exception>
    public static Task<PluginStatus> TeardownPluginAsync(this IPluginRegistry registry, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.TeardownPluginAsync(PluginId.Parse(id), cancellationToken);
    }

    /// <summary>Computes the SHA-256 of what is in a plugin's folder. See <see cref="IPluginRegistry.HashContentAsync"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>64 hexadecimal digits in lower case, or null for a plugin that is not there or has no folder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Task<string?> HashContentAsync(this IPluginRegistry registry, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.HashContentAsync(PluginId.Parse(id), cancellationToken);
    }

    /// <summary>Shows the configuration of a plugin that is in effect. See <see cref="IPluginRegistry.DescribeConfiguration"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="id">The plugin's identity, such as <c>chunker:fixed</c>.</param>
    /// <returns>Every value with its path and provider, ordered by path, secrets masked.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException"><paramref name="id"/> is not of the form <c>kind:name</c>.</exception>
    public static IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(this IPluginRegistry registry, string id)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.DescribeConfiguration(PluginId.Parse(id));
    }
}
