using System.Diagnostics.CodeAnalysis;
using Dagstack.Extensions.Orchestration.PostgreSql.Diagnostics;
using Dagstack.Extensions.Orchestration.PostgreSql.Leases;
using Dagstack.Extensions.Orchestration.PostgreSql.Migrating;

namespace Dagstack.Extensions.Orchestration;

/// <summary>Shares partitions among the processes that use one schema of PostgreSQL, by leases in it. A process that has died is replaced by the others, and none of these is disturbed.</summary>
/// <remarks>A process that holds a partition keeps it while it has something to run. See §9 of the plugin contract and docs/units.md.</remarks>
public sealed class LeasePlacement : UnitPlacement
{
    private static readonly TimeSpan TidyPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(5);

    private readonly PostgreSqlUnitStore _store;
    private readonly NodeRow _row;
    private readonly LeaseSearch _search;
    private readonly LeaseBook _book = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _isStopping;
    private readonly TimeProvider _time = TimeProvider.System;
    private NodePulse? _pulse;
    private long _lastTidy;
    private int _nodes = 1;
    private bool _isUncertain;
    private bool _isWaking;
    private bool _isDisposed;

    /// <summary>Initializes a new instance of the <see cref="LeasePlacement"/> class.</summary>
    /// <param name="store">The store, which is opened before this joins, and is disposed after it.</param>
    public LeasePlacement(PostgreSqlUnitStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _isStopping = _stop.Token;
        Node = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..6]}";
        (_row, _search) = (new(store.Database, Node, store.Options), new(store.Database, Node, _book, _time));
    }

    /// <inheritdoc/>
    public override string Node { get; }

    /// <inheritdoc/>
    public override int Nodes => Volatile.Read(ref _nodes);

    /// <inheritdoc/>
    /// <value><see cref="PostgreSqlUnitStoreOptions.KeepIdle"/>.</value>
    public override TimeSpan KeepIdle => _store.Options.KeepIdle;

    /// <inheritdoc/>
    public override async Task JoinAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_pulse is not null)
        {
            return;
        }

        if (!_store.Options.Migrate)
        {
            // Opening the store has asked for no more than to read.
            await new SchemaMigration(_store.Database).CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        }

        var pulse = new NodePulse(_store.Database, _row, _store.Options, _time);
        pulse.Died += Die;
        pulse.Returned += Return;
        pulse.Failed += reason => _store.Logger.BeatFailed(Node, reason);
        pulse.Robbed += FindLostAsync;
        try
        {
            await pulse.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnitStoreException or OperationCanceledException)
        {
            await pulse.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _pulse = pulse;
        _store.Signalled += Hear;
        _store.Gone += _book.Forget;
        _store.Logger.Joined(Node, _store.Database.Place);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<UnitLease>> ClaimAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(held);
        var pulse = PulseOrThrow();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!pulse.IsAlive)
            {
                throw Dead();
            }

            await SettleAsync(cancellationToken).ConfigureAwait(false);
            if (limit <= 0 || plugins.Count == 0)
            {
                return [];
            }

            var leases = await TakeAsync(pulse, plugins, held, limit, cancellationToken).ConfigureAwait(false);
            if (_search.UntilNamed is { } pause)
            {
                _ = WakeAfterAsync(pause);
            }

            return leases;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task ReleaseAsync(IReadOnlyCollection<UnitLease> leases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (leases.Count == 0)
        {
            return;
        }

        _book.Remove(leases);
        try
        {
            if (await _row.ReleaseAsync(leases, cancellationToken).ConfigureAwait(false))
            {
                foreach (var lease in leases)
                {
                    _store.Tell(new(UnitSignalKind.Queued, lease.Partition, null));
                }
            }
        }
        catch
        {
            // Whether they are given back is not known: what is its own by its row and not by its book goes before the next claim.
            Volatile.Write(ref _isUncertain, true);
            throw;
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Leaving is a courtesy: who ends does so whatever the store says, and others find it dead.")]
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        if (_pulse is { } pulse)
        {
            _store.Signalled -= Hear;
            _store.Gone -= _book.Forget;
            await pulse.DisposeAsync().ConfigureAwait(false);
            try
            {
                using var end = new CancellationTokenSource(LeaveTime, _time);
                await _row.LeaveAsync(end.Token).ConfigureAwait(false);
                _store.Tell(new(UnitSignalKind.Queued, null, null));
            }
            catch (Exception error)
            {
                _store.Logger.LeaveFailed(Node, error.Message);
            }
        }

        _turn.Dispose();
        _stop.Dispose();
    }

    private async Task<IReadOnlyList<UnitLease>> TakeAsync(NodePulse pulse, IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken)
    {
        try
        {
            if (await _search.LookAsync(pulse, plugins, held, limit, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return [];
            }

            if (!found.IsAlive)
            {
                throw Dead();
            }

            _book.Add(found.Leases);
            Volatile.Write(ref _nodes, found.Nodes);
            if (found.TakenOver > 0)
            {
                _store.Logger.TookOver(Node, found.TakenOver);
            }

            return found.Leases;
        }
        catch
        {
            Volatile.Write(ref _isUncertain, true);
            throw;
        }
    }

    /// <summary>Gives back what is its own by its row and that it does not know of: the answer to a claim was lost, or it was taken for dead and nobody has taken it.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var isTidy = _lastTidy != 0 && _time.GetElapsedTime(_lastTidy) < TidyPause;
        if (isTidy && !Volatile.Read(ref _isUncertain))
        {
            return;
        }

        Volatile.Write(ref _isUncertain, false);
        try
        {
            var rows = await _row.FindLeasesAsync(cancellationToken).ConfigureAwait(false);
            var known = _book.Snapshot().ToHashSet();
            rows.RemoveAll(known.Contains);
            if (rows.Count > 0)
            {
                await _row.ReleaseAsync(rows, cancellationToken).ConfigureAwait(false);
            }

            if (!isTidy)
            {
                await _row.TidyAsync(cancellationToken).ConfigureAwait(false);
                _lastTidy = _time.GetTimestamp();
            }
        }
        catch
        {
            Volatile.Write(ref _isUncertain, true);
            throw;
        }
    }

    private void Die(TimeSpan silence)
    {
        var lost = _book.Clear();
        Volatile.Write(ref _isUncertain, true);
        _store.Logger.TakenForDead(Node, silence.TotalSeconds, lost.Count);
        if (lost.Count > 0)
        {
            Lose(lost);
        }
    }

    private void Return(TimeSpan silence)
    {
        _store.Logger.AliveAgain(Node, silence.TotalSeconds);
        Wake();
    }

    private async Task FindLostAsync(CancellationToken cancellationToken)
    {
        // What it knows of is read first: a lease that it takes meanwhile is not among those that are missed.
        var known = _book.Snapshot();
        var rows = (await _row.FindLeasesAsync(cancellationToken).ConfigureAwait(false)).ToHashSet();
        var lost = _book.Remove(known.Where(lease => !rows.Contains(lease)));
        if (lost.Count > 0)
        {
            _store.Logger.Robbed(Node, lost.Count);
            Lose(lost);
        }
    }

    private void Hear(UnitSignal signal)
    {
        if (signal.Kind != UnitSignalKind.Queued || (signal.Partition is { } held && _book.Has(held)))
        {
            return;
        }

        if (signal.Partition is { } partition)
        {
            _search.Hear(partition);
        }

        Wake();
    }

    /// <summary>What was named while it was not time to look is not named again.</summary>
    private async Task WakeAfterAsync(TimeSpan pause)
    {
        if (Interlocked.Exchange(ref _isWaking, true))
        {
            return;
        }

        await Task.Delay(pause, _time, _isStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _isWaking, false);
        if (!_isStopping.IsCancellationRequested)
        {
            Wake();
        }
    }

    private NodePulse PulseOrThrow()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _pulse ?? throw new InvalidOperationException($"{nameof(LeasePlacement)} takes nothing before it has joined. Call {nameof(JoinAsync)} first.");
    }

    private UnitStoreUnavailableException Dead() =>
        new($"{_store.Database.Place}: the process {Node} is taken for dead at the moment, since its session or its last beat is gone. It takes part again once it is back.");
}
