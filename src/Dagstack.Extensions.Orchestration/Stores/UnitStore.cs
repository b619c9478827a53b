using System.Diagnostics;

namespace Dagstack.Extensions.Orchestration;

/// <summary>Where units of work are kept. The runner is the same over all of them; what a store does is this.</summary>
/// <remarks>
/// <para>
/// All time is the store's: those who call give and get spans from its now. What is written has to survive the death of any process once
/// the write has completed; a store in memory is for tests. A write may be said again when its answer was lost: it changes nothing more then, and
/// answers the same.
/// </para>
/// <para>
/// A partition has an epoch, which grows whenever somebody else may run it. A write with an older epoch changes nothing and is answered
/// with <see cref="UnitWriteOutcome.Fenced"/>: that is all that keeps two runners apart.
/// </para>
/// <para>May be used by several threads. See §9 of the plugin contract.</para>
/// </remarks>
public abstract class UnitStore : IAsyncDisposable
{
    /// <summary>Gets how many calls of <see cref="WriteAsync"/> may usefully run at the same time.</summary>
    /// <value>1 by default: one writer.</value>
    public virtual int ParallelWrites => 1;

    /// <summary>Tells of what has happened to units: by this process always, by others where the store can tell. Some may be missing; nobody depends on one.</summary>
    /// <remarks>It is raised after the write is durable, on any thread, and its handlers do not wait.</remarks>
    public event Action<UnitSignal>? Signalled;

    /// <summary>Opens the store: makes or migrates what it needs.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes when it can be used.</returns>
    /// <exception cref="UnitStoreException">It cannot be opened: the message is what an operator reads, with what to do.</exception>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Makes writes durable, all by one commit: each whole or not at all, in their order, and each whether or not another is refused.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="cancellationToken">Gives up waiting; what was written may stay written.</param>
    /// <returns>The answer of each, in the same order.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out. The same writes may be said again.</exception>
    public abstract Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken);

    /// <summary>Loads the beginnings of queues: the open units of partitions, in their order.</summary>
    /// <param name="leases">The partitions, by those who may run them.</param>
    /// <param name="limit">How many units of each are wanted at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue of each, in the same order; null where the lease is not valid any more.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken);

    /// <summary>Finds partitions that have something to run now: whose first open unit is due, or in the hands of nobody, and is of one of some plugins.</summary>
    /// <remarks>It is what a placement in one process is made of; one for many processes asks its own store in its own way.</remarks>
    /// <param name="plugins">The plugins, each <c>kind:name</c>.</param>
    /// <param name="except">Partitions that are not wanted, since they run already.</param>
    /// <param name="limit">How many are wanted at most, those that wait longest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Leases of the partitions.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken);

    /// <summary>Finds those of some units that somebody has asked to end.</summary>
    /// <param name="unitIds">The units, which run here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those of them to be cancelled.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken);

    /// <summary>Loads a checkpoint of a unit.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="key">The key of the checkpoint.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value and its version; null if there is none.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<Plugins.SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken);

    /// <summary>Lists the keys of the checkpoints of a unit.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys in ordinal order.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken);

    /// <summary>Gets a unit.</summary>
    /// <param name="unitId">Its identity.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The unit; null if there is none.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<Plugins.UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken);

    /// <summary>Lists units, the newest first.</summary>
    /// <param name="query">Which. Its plugin, where there is one, is <c>kind:name</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A page of them.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<Plugins.UnitPage> ListAsync(Plugins.UnitQuery query, CancellationToken cancellationToken);

    /// <summary>Counts units by plugin and state.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The counts, in the order of the plugins.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<IReadOnlyList<Plugins.UnitCounts>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Queues units again that have ended: same identity and checkpoints, no failures and losses, at the end of their queues in their old order.</summary>
    /// <remarks>
    /// They do not expire any more.
    /// One that halts its partition keeps its place instead. One whose input is that of a unit that waits, runs or has succeeded is skipped.
    /// Two at the same time queue each unit once.
    /// </remarks>
    /// <param name="request">Which. Its plugin, where there is one, is <c>kind:name</c>, and its states are given.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<Plugins.BackfillResult> BackfillAsync(Plugins.BackfillRequest request, CancellationToken cancellationToken);

    /// <summary>Removes units, with their checkpoints, that ended long ago; those that halt a partition stay.</summary>
    /// <param name="keepSucceeded">How long those are kept that have succeeded.</param>
    /// <param name="keepOthers">How long those are kept that have failed, expired or been cancelled.</param>
    /// <param name="limit">How many are removed at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were removed; 0 also if another process is at it.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Tells of something.</summary>
    /// <param name="signal">What.</param>
    protected void Signal(UnitSignal signal)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Signalled))
        {
            try
            {
                handler(signal);
            }
            catch (Exception fault)
            {
                OnSignalFault(fault);
            }
        }
    }

    /// <summary>Says that a handler of <see cref="Signalled"/> has thrown. What it was told of is written all the same.</summary>
    /// <param name="fault">What it threw.</param>
    /// <remarks>It goes to the trace, unless a store says it where it logs.</remarks>
    protected virtual void OnSignalFault(Exception fault) => Trace.TraceError($"A handler of {nameof(Signalled)} of {GetType()} threw {ExceptionText.Full(fault)}");
}
