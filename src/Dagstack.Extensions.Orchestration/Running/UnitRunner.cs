using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Orchestration.Writing;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Runs the units of a store: takes partitions, and runs what is in them.</summary>
/// <remarks>Its members may be called from any thread. All of its state is touched on the scheduler that it is given.</remarks>
internal sealed partial class UnitRunner
{
    private readonly RunnerCore _core;
    private readonly Dictionary<string, (PartitionRun Run, Task Done)> _partitions = new(StringComparer.Ordinal);
    private readonly SignalInbox _signals;
    private readonly Pulse _claim;
    private readonly List<Task> _loops = [];

    /// <summary>Makes one. It does nothing before it is started.</summary>
    public UnitRunner(UnitRunnerParts parts)
    {
        _core = new(parts);
        _claim = new(parts.Time);
        _signals = new(_core.Strand, Take);
    }

    /// <summary>Gets where everything about units is written.</summary>
    public UnitWriter Writer => _core.Writer;

    /// <summary>Gets what asks the store again while it is out.</summary>
    public StoreRetry Retry => _core.Retry;

    /// <summary>Gets how many units run.</summary>
    public int RunningCount => _core.Slots.Taken;

    /// <summary>Gets how many partitions this process has.</summary>
    public int PartitionCount => _partitions.Count;

    /// <summary>Begins to run units.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">The placement cannot be joined.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _core.Strand.RunAsync(async () =>
    {
        await _core.Parts.Placement.JoinAsync(cancellationToken);
        _core.Parts.Store.Signalled += _signals.Add;
        _core.Parts.Placement.Woken += Woken;
        _core.Parts.Placement.Lost += Lost;
        _core.Parts.Body.ReadyChanged += Woken;
        _loops.AddRange([LoopAsync("claims", ClaimLoopAsync), LoopAsync("cancellations", CancelLoopAsync), LoopAsync("retention", SweepLoopAsync)]);
        _core.Logger.Running(_core.Node, _core.Options.MaxConcurrency, _core.Options.MaxLongRunning);
    });

    /// <summary>Ends: nothing is begun any more, what runs is asked to end and written as interrupted, and partitions are given back.</summary>
    /// <param name="cancellationToken">Says that there is no more time: what runs is left behind, and what cannot be written within a second is known as lost by those who run it next.</param>
    public Task StopAsync(CancellationToken cancellationToken) => _core.Strand.RunAsync(async () =>
    {
        _core.Parts.Store.Signalled -= _signals.Add;
        _core.Parts.Placement.Woken -= Woken;
        _core.Parts.Placement.Lost -= Lost;
        _core.Parts.Body.ReadyChanged -= Woken;
        _core.Stopping.Cancel();
        foreach (var run in _core.Runs.Values)
        {
            run.Ask(EndWish.Stop);
        }

        var done = Task.WhenAll([.. _loops, .. _partitions.Values.Select(static partition => partition.Done)]);
        await _core.Strand.FirstAsync(done, UntilAsync(cancellationToken));
        if (!done.IsCompleted)
        {
            foreach (var run in _core.Runs.Values.ToArray())
            {
                run.Abandon();
            }

            await _core.Strand.FirstAsync(done, _core.PauseAsync(_core.Options.LastWrites, CancellationToken.None));
        }

        _core.Ended.Cancel();
        await _core.Writer.DisposeAsync();
        await _core.Parts.Placement.DisposeAsync();
        _core.Logger.Stopped(_core.Node);
    });

    private static Task UntilAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        return cancelled.Task;
    }

    private void Woken() => _core.Strand.Post(_claim.Set);

    private void Lost(IReadOnlyCollection<UnitLease> leases) => _core.Strand.Post(() =>
    {
        foreach (var lease in leases)
        {
            if (_partitions.TryGetValue(lease.Partition, out var partition) && partition.Run.Lease == lease)
            {
                partition.Run.Lose();
            }
        }
    });

    /// <summary>Takes what the store has told.</summary>
    private void Take(IReadOnlyList<UnitSignal> signals)
    {
        foreach (var signal in signals)
        {
            switch (signal.Kind)
            {
                case UnitSignalKind.Queued when signal.Partition is { } name && _partitions.TryGetValue(name, out var partition):
                    partition.Run.Wake();
                    break;
                case UnitSignalKind.Queued:
                    _claim.Set();
                    break;
                case UnitSignalKind.CancelRequested when signal.UnitId is { } unitId && _core.Runs.TryGetValue(unitId, out var run):
                    run.Ask(EndWish.Cancel);
                    break;
                case UnitSignalKind.Ended when signal.Partition is { } name && _partitions.TryGetValue(name, out var waiting):
                    // One that waited for a retry may have been cancelled.
                    waiting.Run.Wake();
                    break;
                default:
                    break;
            }
        }
    }

    private async Task LoopAsync(string what, Func<Task> turn)
    {
        while (!_core.IsStopping)
        {
            try
            {
                await turn();
            }
            catch (OperationCanceledException) when (_core.IsStopping)
            {
            }
            catch (Exception fault)
            {
                _core.Logger.LoopFaulted(what, fault);
                await _core.PauseAsync(TimeSpan.FromSeconds(1), _core.Stopping.Token);
            }
        }
    }
}
