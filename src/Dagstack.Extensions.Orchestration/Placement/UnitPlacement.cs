namespace Dagstack.Extensions.Orchestration;

/// <summary>Decides which partitions this process runs. What it gives out by mistake does no harm: the epoch of the lease is checked with each write.</summary>
/// <remarks>May be used by several threads. See §9 of the plugin contract.</remarks>
public abstract class UnitPlacement : IAsyncDisposable
{
    /// <summary>Tells that leases are lost: to another process, or because this one was taken for dead. What runs by them is interrupted.</summary>
    /// <remarks>It is raised on any thread, and its handlers do not wait.</remarks>
    public event Action<IReadOnlyCollection<UnitLease>>? Lost;

    /// <summary>Tells that it is worth to claim: something is queued, or another process has gone.</summary>
    /// <remarks>It is raised on any thread, and its handlers do not wait.</remarks>
    public event Action? Woken;

    /// <summary>Gets the name of this process among those that run units, for people.</summary>
    public abstract string Node { get; }

    /// <summary>Gets how many processes run units, as far as this one knows.</summary>
    /// <value>1 by default.</value>
    public virtual int Nodes => 1;

    /// <summary>Gets how long a partition is kept that has nothing to run.</summary>
    /// <value>Zero by default: one that is taken by nobody else is not kept.</value>
    public virtual TimeSpan KeepIdle => TimeSpan.Zero;

    /// <summary>Begins: this process is one of those that run units.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes when it may claim.</returns>
    /// <exception cref="UnitStoreException">It cannot.</exception>
    public abstract Task JoinAsync(CancellationToken cancellationToken);

    /// <summary>Takes partitions that have something to run and that nobody has.</summary>
    /// <param name="plugins">The plugins that this process has, each <c>kind:name</c>: only partitions whose first unit is of one of them are wanted.</param>
    /// <param name="held">The partitions that it runs already.</param>
    /// <param name="limit">How many more it can run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The leases.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out, or this process is taken for dead at the moment.</exception>
    public abstract Task<IReadOnlyList<UnitLease>> ClaimAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken);

    /// <summary>Gives partitions back, of which nothing runs any more.</summary>
    /// <param name="leases">The leases; those that are lost are passed over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes when others may have them.</returns>
    /// <exception cref="UnitStoreUnavailableException">The store is out.</exception>
    public abstract Task ReleaseAsync(IReadOnlyCollection<UnitLease> leases, CancellationToken cancellationToken);

    /// <summary>Ends: this process runs no more units. All leases are to be released before.</summary>
    /// <returns>A task that completes when others know.</returns>
    public abstract ValueTask DisposeAsync();

    /// <summary>Tells that leases are lost.</summary>
    /// <param name="leases">Which.</param>
    protected void Lose(IReadOnlyCollection<UnitLease> leases) => Lost?.Invoke(leases);

    /// <summary>Tells that it is worth to claim.</summary>
    protected void Wake() => Woken?.Invoke();
}
