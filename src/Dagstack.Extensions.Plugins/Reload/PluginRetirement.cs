using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Ends instances that others have taken the place of, beside everything else, and notes what became of them.</summary>
#pragma warning disable CA1001 // It lives as long as its host, and its token has nothing to dispose.
internal sealed class PluginRetirement(PluginStopper stopper, UnloadCheck unload, ShadowCopies? copies, TimeProvider time, ILogger logger)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _pending = [];
    private CancellationTokenSource _noTime = new();

    /// <summary>Ends an instance while its successor serves.</summary>
    public Task BeginAsync(PluginEntry entry, RetiredInstance old, PluginReload reload) => Track(entry, RunAsync(entry, old, reload));

    /// <summary>Follows what has been stopped until its code has left.</summary>
    public Task FollowAsync(PluginEntry entry, PluginRemains remains, PluginStop stop, PluginReload? reload) => Track(entry, FinishAsync(entry, remains, stop, reload, time.GetTimestamp()));

    /// <summary>Ends an instance: drains it, tears it down, disposes it.</summary>
    public async Task<(PluginStop Stop, PluginRemains Remains)> EndAsync(RetiredInstance old, CancellationToken cancellationToken)
    {
        var activation = old.Take();
        activation.Faulted = null;
        var remains = PluginRemains.Of(old.Manifest.Id, old.Generation, activation);
        return (await stopper.EndAsync(old.Manifest, activation, cancellationToken).ConfigureAwait(false), remains);
    }

    /// <summary>Waits for all that have not ended yet.</summary>
    /// <param name="noTime">Cuts the time that they have.</param>
    public async Task WaitAsync(CancellationToken noTime)
    {
        var cut = Volatile.Read(ref _noTime);
        using var registration = noTime.UnsafeRegister(static cut => ((CancellationTokenSource)cut!).Cancel(), cut);
        Task[] pending;
        lock (_gate)
        {
            pending = [.. _pending];
        }

        await Task.WhenAll(pending).WaitAsync(noTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cut.IsCancellationRequested)
        {
            Interlocked.CompareExchange(ref _noTime, new(), cut);
        }
    }

    private async Task RunAsync(PluginEntry entry, RetiredInstance old, PluginReload reload)
    {
        var began = time.GetTimestamp();
        var (stop, remains) = await EndAsync(old, Volatile.Read(ref _noTime).Token).ConfigureAwait(false);
        await FinishAsync(entry, remains, stop, reload, began).ConfigureAwait(false);
    }

    private async Task FinishAsync(PluginEntry entry, PluginRemains remains, PluginStop stop, PluginReload? reload, long began)
    {
        var result = stop.IsLeaked ? NotStopped(remains, stop.Fault!) : await unload.RunAsync(remains).ConfigureAwait(false);
        var isAlive = result.Outcome == PluginUnloadOutcome.StillAlive;
        if (isAlive)
        {
            lock (entry.Leaked)
            {
                entry.Leaked.Add(remains.Context ?? remains.Instance);
            }
        }
        else if (remains.Copy is { } copy && entry.Activation?.Copy != copy)
        {
            copies!.Remove(copy);
        }

        entry.Note(reload?.With(time.GetElapsedTime(began), result.Outcome, result.Hints), isAlive ? 1 : 0, requiresRestart: !stop.IsLeaked && !stop.Released);
        if (result.Outcome != PluginUnloadOutcome.None)
        {
            ReloadMeter.Unloads.Add(1, new(TelemetryTags.Kind, remains.Plugin.Kind), new(TelemetryTags.Name, remains.Plugin.Name), new("plugin.unload.outcome", isAlive ? "still_alive" : "unloaded"));
        }
    }

    private UnloadResult NotStopped(PluginRemains remains, string fault)
    {
        var hint = new PluginUnloadHint { Cause = PluginUnloadCauses.NotStopped, IsFound = true, Place = fault, Remedy = UnloadRemedies.Of(PluginUnloadCauses.NotStopped) };
        logger.PluginStillAlive(remains.Plugin, remains.Generation, hint.ToString());
        return new(PluginUnloadOutcome.StillAlive, [hint]);
    }

    private Task Track(PluginEntry entry, Task work)
    {
        entry.Retiring = work;
        lock (_gate)
        {
            _pending.Add(work);
        }

        _ = work.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _pending.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return work;
    }
}
