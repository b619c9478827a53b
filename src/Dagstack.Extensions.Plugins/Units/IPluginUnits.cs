using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins;

/// <summary>What runs units of work in the plugins of this host. Executors are built on it; who has work to be done takes <see cref="IUnits"/>.</summary>
/// <remarks>
/// A singleton of the host's services, which <c>AddDagstackPlugins</c> registers. It keeps nothing, orders nothing and tries nothing again: that is the executor's. Members may be called at
/// any time and from any thread. See §9 of the plugin contract and docs/internals.md.
/// </remarks>
public interface IPluginUnits
{
    /// <summary>Gets the plugins that take units now: their manifests declare it, they serve, and there is something that runs units.</summary>
    /// <value>A snapshot, in the order of their identities.</value>
    IReadOnlyCollection<PluginId> Ready { get; }

    /// <summary>Finds the plugin that is to run a unit.</summary>
    /// <param name="plugin">Its name where only one plugin has that, else <c>kind:name</c>.</param>
    /// <returns>The plugin as it is now. It need not be up.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="plugin"/> is null.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="AmbiguousPluginException">Plugins of several kinds have the name.</exception>
    /// <exception cref="UnitRefusedException">It runs no units: its manifest does not declare it, or there is nothing that would run them. The message says what to change.</exception>
    UnitPlugin Find(string plugin);

    /// <summary>Tells whether a plugin takes units now.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>False also if there is no such plugin.</returns>
    bool IsReady(PluginId plugin);

    /// <summary>Gets a token that tells of the next change of any plugin, after which <see cref="Ready"/> may be another.</summary>
    /// <returns>A token that fires once; ask for another one after that, before reading <see cref="Ready"/>. Its listeners are called on the pool, each for itself.</returns>
    IChangeToken GetChangeToken();

    /// <summary>Runs a unit: the <see cref="IUnitOfWork"/> of the plugin if it has one, else the only hook of its contract that can be called.</summary>
    /// <remarks>
    /// No time bounds it. A hook is called as any caller would: middleware wraps it, and its span is the hook's; a plugin that runs units itself has the span <c>unit</c>. The unit's identity is
    /// <see cref="CallMetadata.UnitId"/> of the metadata. It is begun on a thread of its own, so that one that blocks keeps nobody else from running. When the plugin is to stop or to be replaced, the unit's token is cancelled at once. What ignores that is waited for as long as the plugin may take to end. What is saved by the unit's
    /// checkpoint is saved, or has failed, before this ends, unless <paramref name="cancellationToken"/> is cancelled.
    /// </remarks>
    /// <param name="plugin">The plugin.</param>
    /// <param name="args">The arguments: an object.</param>
    /// <param name="unit">What the unit is, and where its progress and its checkpoint go. The plugin is given them guarded: after the end of the run nothing is saved.</param>
    /// <param name="cancellationToken">Cancels the unit.</param>
    /// <returns>Its output; null for none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="unit"/> is null.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="UnitRefusedException">It runs no units, as <see cref="Find"/> says.</exception>
    /// <exception cref="PluginSerializationException">The arguments do not fit the hook, or JSON cannot carry its result.</exception>
    /// <exception cref="UnitInterruptedException">The plugin was not up, or it stopped, was replaced or died meanwhile.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled, whatever the plugin threw then. All else that the plugin throws comes out unchanged.</exception>
    ValueTask<JsonElement?> RunAsync(PluginId plugin, JsonElement args, UnitContext unit, CancellationToken cancellationToken = default);
}
