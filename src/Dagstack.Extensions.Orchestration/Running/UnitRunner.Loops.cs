using Dagstack.Extensions.Orchestration.Diagnostics;

namespace Dagstack.Extensions.Orchestration.Running;

/// <content>What is done again and again.</content>
internal sealed partial class UnitRunner
{
    private static readonly TimeSpan s_pollAlone = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pollWithOthers = TimeSpan.FromMilliseconds(250);

    private async Task ClaimLoopAsync()
    {
        var begun = _core.Time.GetTimestamp();
        await ClaimAsync();
        await _claim.WaitAsync(_core.Options.PollInterval ?? (_core.Parts.Placement.Nodes > 1 ? s_pollWithOthers : s_pollAlone), _core.Stopping.Token);
        var early = _core.Options.ClaimInterval - _core.Time.GetElapsedTime(begun);
        if (early > TimeSpan.Zero)
        {
            await _core.PauseAsync(early, _core.Stopping.Token);
        }
    }

    private async Task ClaimAsync()
    {
        var ready = _core.Parts.Body.Ready;
        var free = _core.Options.MaxPartitions - _partitions.Count;
        if (free <= 0)
        {
            LeaveIdle();
            return;
        }

        if (ready.Count == 0)
        {
            return;
        }

        // What is held is asked each time: what ran before an outage has ended when it is over.
        var leases = await _core.Retry.RunAsync(
            token => _core.Parts.Placement.ClaimAsync(ready, _partitions.Keys.ToHashSet(StringComparer.Ordinal), _core.Options.MaxPartitions - _partitions.Count, token),
            _core.Stopping.Token);
        foreach (var lease in leases)
        {
            if (_partitions.ContainsKey(lease.Partition))
            {
                // What ran by the lease before, which was lost, has not ended yet: nobody waits for that.
                _ = ReleaseAsync(lease);
            }
            else if (!_core.IsStopping)
            {
                var run = new PartitionRun(_core, lease);
                _partitions.Add(lease.Partition, (run, Task.CompletedTask));
                _partitions[lease.Partition] = (run, RunAsync(run));
            }
        }
    }

    /// <summary>Lets partitions go that have nothing to run, when others need their place.</summary>
    private void LeaveIdle()
    {
        foreach (var (run, _) in _partitions.Values)
        {
            if (run.IdleSince is not null)
            {
                run.Leave();
            }
        }
    }

    private async Task RunAsync(PartitionRun run)
    {
        // What follows has to find it among the others.
        await Task.Yield();
        using var leaving = run;
        try
        {
            await run.RunAsync();
        }
        catch (Exception) when (_core.IsStopping)
        {
            // There was no more time to write it.
        }
        catch (Exception fault)
        {
            _core.Logger.PartitionFaulted(run.Lease.Partition, fault);
            await _core.PauseAsync(TimeSpan.FromSeconds(1), _core.Stopping.Token);
        }

        if (!run.IsLost)
        {
            await ReleaseAsync(run.Lease);
        }

        var wasFull = _partitions.Count >= _core.Options.MaxPartitions;
        _partitions.Remove(run.Lease.Partition);
        if (run.IsWoken || run.IsLost || wasFull)
        {
            _claim.Set();
        }
    }

    private async Task ReleaseAsync(UnitLease lease)
    {
        try
        {
            await _core.Releaser.ReleaseAsync(lease, _core.Ended.Token);
        }
        catch (Exception) when (_core.IsStopping)
        {
            // Whoever takes it next need not be told.
        }
        catch (Exception fault)
        {
            _core.Logger.LoopFaulted("releases", fault);
        }
    }

    private async Task CancelLoopAsync()
    {
        await _core.PauseAsync(_core.Options.CancelInterval, _core.Stopping.Token);
        string[] running = [.. _core.Runs.Values.Where(static run => run.Wish == EndWish.None).Select(static run => run.UnitId)];
        if (running.Length == 0)
        {
            return;
        }

        foreach (var unitId in await _core.Retry.RunAsync(token => _core.Parts.Store.FindCancelledAsync(running, token), _core.Stopping.Token))
        {
            _core.Runs.GetValueOrDefault(unitId)?.Ask(EndWish.Cancel);
        }
    }

    private async Task SweepLoopAsync()
    {
        var options = _core.Options;
        var swept = 0;
        int last;
        do
        {
            last = await _core.Retry.RunAsync(token => _core.Parts.Store.SweepAsync(options.KeepSucceeded, options.KeepOthers, options.SweepLimit, token), _core.Stopping.Token);
            swept += last;
        }
        while (last >= options.SweepLimit && !_core.IsStopping);

        if (swept > 0)
        {
            _core.Logger.Swept(swept);
        }

        await _core.PauseAsync(options.SweepInterval, _core.Stopping.Token);
    }
}
