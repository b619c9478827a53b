using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.Trust;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Starts and stops plugins where there is no generic host to do it.</summary>
public static class DagstackPluginsServiceProviderExtensions
{
    /// <summary>Starts all plugins, in the order of their dependencies. With a generic host, starting the host does this.</summary>
    /// <param name="provider">The application's provider.</param>
    /// <param name="cancellationToken">Cancels what is still starting.</param>
    /// <returns>A task that completes when every plugin is ready or has failed.</returns>
    /// <exception cref="PluginRegistryException">The plugins are in conflict, a root, a plugin or the key of one is missing: nothing was started. Or a required plugin failed: what had been started is stopped.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static Task SetupPluginsAsync(this IServiceProvider provider, CancellationToken cancellationToken = default) =>
        Registry(provider).SetupAsync(cancellationToken);

    /// <summary>Stops all plugins, in the reverse order. Disposing the provider does this too.</summary>
    /// <param name="provider">The application's provider.</param>
    /// <param name="cancellationToken">Cuts the time that is left for draining and teardown.</param>
    /// <returns>A task that completes when every plugin is stopped or leaked.</returns>
    /// <exception cref="TeardownErrorsException">One or more plugins failed; all of them are stopped or leaked.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static Task TeardownPluginsAsync(this IServiceProvider provider, CancellationToken cancellationToken = default) =>
        Registry(provider).TeardownAsync(cancellationToken);

    /// <summary>Gets the contracts of the kinds that the host knows.</summary>
    /// <param name="provider">The application's provider.</param>
    /// <returns>The contracts by the name of their kind. They do not change while the host lives.</returns>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static IReadOnlyDictionary<string, PluginContract> GetPluginContracts(this IServiceProvider provider)
    {
        Registry(provider);
        return provider.GetRequiredService<PluginProxies>().Kinds.ToDictionary(static pair => pair.Key, static pair => pair.Value.Contract, StringComparer.Ordinal);
    }

    /// <summary>Gets what was passed over where plugins and contracts were looked for, and why, as the host says it in its log when it starts.</summary>
    /// <param name="provider">The application's provider.</param>
    /// <returns>A sentence or two each: of folders without a manifest, links that lead out of a root, what cannot be read, contracts that do not fit. Empty if there is nothing to say.</returns>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static IReadOnlyList<string> GetPluginFindings(this IServiceProvider provider)
    {
        Registry(provider);
        var options = provider.GetRequiredService<DagstackPluginOptions>();
        return [.. options.Kinds.Warnings, .. options.Discovery.Warnings];
    }

    /// <summary>Calls a plugin by names alone, with arguments and result in JSON: for consoles, pages and scripts that know no contract. The call is as any other of that plugin.</summary>
    /// <param name="provider">The application's provider.</param>
    /// <param name="plugin">The plugin.</param>
    /// <param name="hook">The hook, by the name that other processes know: snake_case unless its contract says otherwise. Hooks that stay in process may be called too, streams not.</param>
    /// <param name="arguments">The payload, as <see cref="HookCodec.InputSchema"/> describes it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The result, as the hook has it; null in JSON for a hook without one.</returns>
    /// <remarks>See §8.1 of the plugin contract, and docs/json.md.</remarks>
    /// <exception cref="ArgumentException">The kind has no such hook, or it is a stream.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="PluginSerializationException">The arguments do not fit the hook, or JSON cannot carry its result.</exception>
    /// <exception cref="PluginUnavailableException">The plugin does not serve.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static Task<JsonElement> CallPluginAsync(this IServiceProvider provider, PluginId plugin, string hook, JsonElement arguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return JsonCall.RunAsync(provider, Registry(provider), plugin, hook, arguments, cancellationToken);
    }

    /// <summary>Locks the plugins that have been found, as they are in their folders now: what a host takes for which <see cref="DagstackPluginOptions.RequireLock"/> was called.</summary>
    /// <remarks>Nothing of them is loaded, and whether this host could run them does not matter. Plugins that are a part of the application are not among them. See docs/supply-chain.md.</remarks>
    /// <param name="provider">The application's provider.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What can be written as a lock file, and what is to be said of it.</returns>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static Task<PluginLockReport> LockPluginsAsync(this IServiceProvider provider, CancellationToken cancellationToken = default)
    {
        Registry(provider);
        return LockMaker.LockAsync(provider.GetRequiredService<DagstackPluginOptions>().Discovery.Plugins, cancellationToken);
    }

    /// <summary>Looks whether places ask for plugins by keys that no such plugin has, or for a contract by no key.</summary>
    /// <remarks>
    /// Classes that are registered are looked at by the host itself when it starts. This is for places that it does not know of, such as the handlers of endpoints. Those that do without are
    /// logged as a warning. Keys of the application's own are passed over. Nothing of a plugin is loaded. See §2 of the plugin contract.
    /// </remarks>
    /// <param name="provider">The application's provider.</param>
    /// <param name="uses">The places.</param>
    /// <param name="who">What they are, in the plural, as the message begins.</param>
    /// <returns>The error, with each place and the keys that are near; null if nothing is wrong.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">AddDagstackPlugins was not called.</exception>
    public static PluginKeyException? CheckPluginKeys(this IServiceProvider provider, IEnumerable<PluginKeyUse> uses, string who = "Services")
    {
        ArgumentNullException.ThrowIfNull(uses);
        ArgumentNullException.ThrowIfNull(who);
        Registry(provider);
        return provider.GetRequiredService<PluginHost>().CheckKeys(uses.Select(static use => new KeyedParameter(use.Place, use.Parameter, use.ParameterType, use.Key, use.IsOptional)), who);
    }

    private static IPluginRegistry Registry(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.GetService<IPluginRegistry>()
            ?? throw new InvalidOperationException("There are no plugins: call services.AddDagstackPlugins(…) before building the provider.");
    }
}
