using Dagstack.Extensions.Orchestration.Writing;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Loads the queues of partitions, those that wait at the moment together. It is touched on the strand only.</summary>
/// <param name="store">The store.</param>
/// <param name="retry">Asks again while the store is out.</param>
/// <param name="limit">How many units of each are loaded.</param>
internal sealed class QueueLoader(UnitStore store, StoreRetry retry, int limit)
{
    private const int MaxLeases = 256;

    private readonly Queue<(UnitLease Lease, TaskCompletionSource<UnitQueue?> Loaded)> _waiting = [];
    private bool _isLoading;

    /// <summary>Loads the queue of a partition.</summary>
    /// <param name="lease">The partition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queue; null if the lease is not valid any more.</returns>
    public Task<UnitQueue?> LoadAsync(UnitLease lease, CancellationToken cancellationToken)
    {
        var loaded = new TaskCompletionSource<UnitQueue?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((lease, loaded));
        if (!_isLoading)
        {
            _isLoading = true;
            _ = LoadAllAsync(cancellationToken);
        }

        return loaded.Task;
    }

    private async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        // Those who ask in this turn are loaded together.
        await Task.Yield();
        while (_waiting.Count > 0)
        {
            var batch = new List<(UnitLease Lease, TaskCompletionSource<UnitQueue?> Loaded)>();
            while (batch.Count < MaxLeases && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            try
            {
                var queues = await retry.RunAsync(token => store.LoadAsync(batch.ConvertAll(static item => item.Lease), limit, token), cancellationToken);
                for (var i = 0; i < batch.Count; i++)
                {
                    batch[i].Loaded.SetResult(queues[i]);
                }
            }
            catch (Exception fault)
            {
                batch.ForEach(item => item.Loaded.TrySetException(fault));
            }
        }

        _isLoading = false;
    }
}
