using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>The units of work of this host: what is to be run, what runs, and what has become of it.</summary>
/// <remarks>
/// It is registered by <c>o.UseOrchestration(…)</c>, and works while the plugin that it names is up. Members may be called at any time and from any
/// thread; those that are called while the store is out wait for it until their token is cancelled. See §9 of the plugin contract and docs/units.md.
/// </remarks>
public interface IUnits
{
    /// <summary>Takes a unit of work in. Once this has completed, the unit exists, whatever dies afterwards.</summary>
    /// <param name="plugin">The plugin that runs it: its name where only one plugin has that, else <c>kind:name</c>.</param>
    /// <param name="args">Its arguments: an object.</param>
    /// <param name="options">What else is said of it.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the unit may have been taken in.</param>
    /// <returns>The unit: a new one, or the one that does the same already.</returns>
    /// <exception cref="UnitRefusedException">No such unit can be run: the message says why and what to change.</exception>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="AmbiguousPluginException">Plugins of several kinds have the name.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a unit.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The unit; null if there is none, or none any more.</returns>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<UnitDetails?> GetAsync(string unitId, CancellationToken cancellationToken = default);

    /// <summary>Waits until a unit has come to its end.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The unit as it ended, however that was.</returns>
    /// <exception cref="UnitNotFoundException">There is none, or none any more.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up, or has ended.</exception>
    ValueTask<UnitDetails> WaitAsync(string unitId, CancellationToken cancellationToken = default);

    /// <summary>Follows a unit: as it is now, and whenever its state or progress is another, until it has come to its end.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The unit, time after time. Who is slow sees fewer; the last is always seen.</returns>
    /// <exception cref="UnitNotFoundException">There is none, or none any more.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up, or has ended.</exception>
    IAsyncEnumerable<UnitDetails> WatchAsync(string unitId, CancellationToken cancellationToken = default);

    /// <summary>Cancels a unit: one that waits at once, one that runs as soon as it ends. One that has failed and halts its partition holds it up no longer.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>True if it is or will be cancelled; false if it had ended already.</returns>
    /// <exception cref="UnitNotFoundException">There is none, or none any more.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<bool> CancelAsync(string unitId, CancellationToken cancellationToken = default);

    /// <summary>Runs units again that have failed, expired or been cancelled: the same units, with their checkpoints.</summary>
    /// <param name="request">Which units.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>How many are queued again.</returns>
    /// <exception cref="ArgumentException">The states are others than failed, expired and cancelled.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken = default);

    /// <summary>Runs one unit again that has failed, expired or been cancelled: the same unit, with its checkpoint.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the unit may have been queued.</param>
    /// <returns>True if it is queued again; false if it waits, runs or has succeeded, or if the same work waits, runs or is done already as another unit.</returns>
    /// <exception cref="UnitNotFoundException">There is none, or none any more.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<bool> RetryAsync(string unitId, CancellationToken cancellationToken = default);

    /// <summary>Lists units, the newest first.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A page of them.</returns>
    /// <exception cref="ArgumentException">The query is not one.</exception>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<UnitPage> ListAsync(UnitQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Counts units by plugin and state.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The counts of each plugin that has units, in the order of their identities.</returns>
    /// <exception cref="PluginUnavailableException">The orchestrator is not up.</exception>
    ValueTask<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken = default);
}
