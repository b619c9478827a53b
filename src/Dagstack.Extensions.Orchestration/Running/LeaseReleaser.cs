using Dagstack.Extensions.Orchestration.Writing;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Gives partitions back, those that wait at the moment together. It is touched on the strand only.</summary>
/// <param name="placement">Takes them.</param>
/// <param name="retry">Says it again while the store is out.</param>
internal sealed class LeaseReleaser(UnitPlacement placement, StoreRetry retry)
{
    private List<(UnitLease Lease, TaskCompletionSource Released)> _waiting = [];
    private bool _isReleasing;

    /// <summary>Gives a partition back.</summary>
    /// <param name="lease">The partition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that completes when others may have it.</returns>
    public Task ReleaseAsync(UnitLease lease, CancellationToken cancellationToken)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((lease, released));
        if (!_isReleasing)
        {
            _isReleasing = true;
            _ = ReleaseAllAsync(cancellationToken);
        }

        return released.Task;
    }

    private async Task ReleaseAllAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (_waiting.Count > 0)
        {
            var batch = _waiting;
            _waiting = [];
            try
            {
                await retry.RunAsync(
                    async token =>
                    {
                        await placement.ReleaseAsync(batch.ConvertAll(static item => item.Lease), token);
                        return true;
                    },
                    cancellationToken);
                batch.ForEach(static item => item.Released.SetResult());
            }
            catch (Exception fault)
            {
                batch.ForEach(item => item.Released.SetException(fault));
            }
        }

        _isReleasing = false;
    }
}
