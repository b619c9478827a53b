using System.Text.Json;
using Dagstack.Extensions.Orchestration.Units;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration;

/// <summary>The units of work of a store, for programs that look at them and act on them and are no host: nothing is run, and nothing is enqueued.</summary>
/// <remarks>
/// Plugins are named <c>kind:name</c>. Hosts that share the store do what is asked for: who runs a unit that is cancelled here ends it, and units that
/// are queued again are run by whoever is up. A store that is out is not waited for: each member throws <see cref="UnitStoreUnavailableException"/>
/// then. Members may be called from any thread. See §9 of the plugin contract and docs/units.md.
/// </remarks>
public sealed class StoredUnits : IUnits
{
    private readonly DirectUnits _units;

    /// <summary>Initializes a new instance of the <see cref="StoredUnits"/> class.</summary>
    /// <param name="store">The store. It is open, stays so as long as this is used, and is not disposed by it.</param>
    /// <param name="time">The clock by which it is looked, once a second, whether a unit that is followed has changed and the store has not told of it; null for the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    public StoredUnits(UnitStore store, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _units = new(store, time ?? TimeProvider.System);
    }

    /// <summary>Refuses: what a unit has to be is known to a host only.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">What else is said of it.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException"><paramref name="plugin"/> is null or empty.</exception>
    /// <exception cref="UnitRefusedException">Always. The message says what to use instead.</exception>
    public ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default) => _units.EnqueueAsync(plugin, args, options, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<UnitDetails?> GetAsync(string unitId, CancellationToken cancellationToken = default) => _units.GetAsync(unitId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used. The unit goes on.</exception>
    public ValueTask<UnitDetails> WaitAsync(string unitId, CancellationToken cancellationToken = default) => _units.WaitAsync(unitId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used. The unit goes on.</exception>
    public IAsyncEnumerable<UnitDetails> WatchAsync(string unitId, CancellationToken cancellationToken = default) => _units.WatchAsync(unitId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<bool> CancelAsync(string unitId, CancellationToken cancellationToken = default) => _units.CancelAsync(unitId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<bool> RetryAsync(string unitId, CancellationToken cancellationToken = default) => _units.RetryAsync(unitId, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitRefusedException">The plugin is not named <c>kind:name</c>.</exception>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken = default) => _units.BackfillAsync(request, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitRefusedException">The plugin is not named <c>kind:name</c>.</exception>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<UnitPage> ListAsync(UnitQuery? query = null, CancellationToken cancellationToken = default) => _units.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnitStoreException">The store is out, or cannot be used.</exception>
    public ValueTask<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken = default) => _units.CountAsync(cancellationToken);
}
