using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Orchestration.Writing;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>A store, a placement and a runner that work together, from one start to one stop.</summary>
internal sealed class UnitEngine : IAsyncDisposable
{
    private readonly PluginBody _body;
    private readonly UnitPlacement _placement;
    private readonly UnitRunner _runner;
    private readonly UnitGauges _gauges;
    private readonly CancellationTokenSource _ended = new();
    private int _isStopped;

    private UnitEngine(EngineParts parts, UnitStore store, UnitPlacement placement, PluginBody body)
    {
        (Parts, Store, _placement, _body) = (parts, store, placement, body);
        Ended = _ended.Token;
        _runner = new(new()
        {
            Store = store,
            Placement = placement,
            Body = body,
            Time = parts.Time,
            Scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
            Options = parts.Options,
            WriterOptions = parts.WriterOptions,
            Logger = parts.Logger,
            HashOutput = UnitHash.OfOutput,
        });
        Counts = new(this);
        _gauges = new(this, Counts);
    }

    public EngineParts Parts { get; }

    public UnitStore Store { get; }

    public UnitChanges Changes { get; } = new();

    public UnitCountsCache Counts { get; }

    /// <summary>Gets a token that is cancelled once it stops.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Gets a value indicating whether it stops or has stopped.</summary>
    public bool IsStopping => Volatile.Read(ref _isStopped) == 1;

    public UnitWriter Writer => _runner.Writer;

    public StoreRetry Retry => _runner.Retry;

    public int RunningCount => _runner.RunningCount;

    public int PartitionCount => _runner.PartitionCount;

    public int Nodes => _placement.Nodes;

    public string Node => _placement.Node;

    /// <summary>Opens the store, and begins to run what is in it.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">The store cannot be opened.</exception>
    public static async Task<UnitEngine> StartAsync(EngineParts parts, CancellationToken cancellationToken)
    {
        var store = parts.Store();
        try
        {
            await store.OpenAsync(cancellationToken).ConfigureAwait(false);
            var engine = new UnitEngine(parts, store, parts.Placement(store), parts.Body());
            try
            {
                store.Signalled += engine.Changes.Tell;
                await engine._runner.StartAsync(cancellationToken).ConfigureAwait(false);
                return engine;
            }
            catch
            {
                await engine.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops: what runs is asked to end, and is queued again.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
        {
            return;
        }

        Store.Signalled -= Changes.Tell;
        await _runner.StopAsync(cancellationToken).ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        _gauges.Dispose();
        _body.Dispose();
        await Store.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(new(canceled: true)).ConfigureAwait(false);
}
