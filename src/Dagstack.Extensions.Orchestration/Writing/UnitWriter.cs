using Dagstack.Extensions.Orchestration.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>Makes writes durable, all that wait at the moment by one commit. A store that is out is told again and again.</summary>
/// <remarks>
/// It may be used by several threads. Its own work is done on the scheduler that it is given. The writes of one unit keep their order. Whoever
/// writes waits until that is durable, which is what holds those back who enqueue faster than the store takes it.
/// </remarks>
internal sealed class UnitWriter : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly UnitStore _store;
    private readonly StoreRetry _retry;
    private readonly TaskFactory _tasks;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue;
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<Task> _underWay = [];
    private int _workers;
    private bool _isEnded;

    public UnitWriter(UnitStore store, StoreRetry retry, UnitWriterOptions options, TaskScheduler scheduler, ILogger logger)
    {
        (_store, _retry, _logger) = (store, retry, logger);
        _queue = new(options.MaxBatch, options.MaxBytes);
        _tasks = new(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, scheduler);
    }

    /// <summary>Gets whether the store answers.</summary>
    public StoreOutage Outage => _retry.Outage;

    /// <summary>Makes a write durable.</summary>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be written.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ObjectDisposedException">The writer has ended.</exception>
    public Task<UnitWriteResult> WriteAsync(UnitWrite write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<UnitWriteResult>(cancellationToken);
        }

        var pending = new PendingWrite(write);
        pending.GiveUpBy(cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            _queue.Add(pending);
            BeginWorker();
        }

        return pending.Answer;
    }

    /// <summary>Ends it. What waits is not written, and whoever waits for it is told.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_lock)
        {
            _isEnded = true;
            _queue.Clear().ForEach(write => write.Fail(Gone()));
            underWay = [.. _underWay];
        }

        _ended.Cancel();
        await Task.WhenAll(underWay);
    }

    private static ObjectDisposedException Gone() => new(nameof(UnitWriter), "The executor of units of work has ended before this was written.");

    private void BeginWorker()
    {
        if (_workers >= Math.Max(1, _store.ParallelWrites))
        {
            return;
        }

        _workers++;
        Task worker;

        // It goes on for others: what is ambient for whoever writes first is not theirs.
        using (ExecutionContext.IsFlowSuppressed() ? null : (IDisposable)ExecutionContext.SuppressFlow())
        {
            worker = _tasks.StartNew(WorkAsync).Unwrap();
        }

        _underWay.Add(worker);
        _ = worker.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, _tasks.Scheduler!);
    }

    private void Forget(Task worker)
    {
        lock (_lock)
        {
            _underWay.Remove(worker);
        }
    }

    private async Task WorkAsync()
    {
        while (Next() is { } writes)
        {
            try
            {
                await WriteAsync(writes);
            }
            catch (Exception fault)
            {
                writes.ForEach(write => write.Fail(_isEnded ? Gone() : fault));
            }
            finally
            {
                lock (_lock)
                {
                    _queue.End(writes);
                }
            }
        }
    }

    /// <summary>Takes the next batch. Without one the worker is over.</summary>
    private List<PendingWrite>? Next()
    {
        lock (_lock)
        {
            var writes = _isEnded ? [] : _queue.Take();
            if (writes.Count == 0)
            {
                _workers--;
                return null;
            }

            if (_queue.Count > 0)
            {
                BeginWorker();
            }

            return writes;
        }
    }

    private async Task WriteAsync(List<PendingWrite> writes)
    {
        try
        {
            await CommitAsync(writes);
        }
        catch (Exception fault) when (writes.Count > 1 && !_ended.IsCancellationRequested)
        {
            _logger.BatchRefused(writes.Count, fault);
            foreach (var write in writes)
            {
                await AloneAsync(write);
            }
        }
    }

    private async Task AloneAsync(PendingWrite write)
    {
        try
        {
            await CommitAsync([write]);
        }
        catch (Exception fault)
        {
            write.Fail(_isEnded ? Gone() : fault);
        }
    }

    private async Task CommitAsync(List<PendingWrite> writes)
    {
        var wanted = writes;
        var results = await _retry.RunAsync(
            cancellationToken =>
            {
                // Those that nobody waits for any more are not said again.
                wanted = wanted.FindAll(static write => !write.IsOver);
                return wanted.Count == 0 ? Task.FromResult<IReadOnlyList<UnitWriteResult>>([]) : _store.WriteAsync(wanted.ConvertAll(static write => write.Write), cancellationToken);
            },
            _ended.Token);
        if (results.Count != wanted.Count)
        {
            throw new InvalidOperationException($"{_store.GetType()}.{nameof(UnitStore.WriteAsync)} gave {results.Count} answers to {wanted.Count} writes. It has to give one for each.");
        }

        UnitMeter.BatchSize.Measure(wanted.Count);
        for (var i = 0; i < wanted.Count; i++)
        {
            wanted[i].Complete(results[i]);
        }
    }
}
