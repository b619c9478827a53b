using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Ends instances that others have taken the place of, beside everything else, and notes what became of them.</summary>
#pragma warning disable CA1001 // It lives as long as its host, and its token has nothing to dispose.
internal sealed class PluginRetirement(PluginStopper stopper, ShadowCopies? copies, TimeProvider time, ILogger logger)
#pragma warning restore CA1001
{
    private readonly PendingTasks _pending = new();
    private CancellationTokenSource _noTime = new();

    /// <summary>Ends an instance while its successor serves.</summary>
    public Task BeginAsync(PluginEntry entry, RetiredInstance old, PluginReload reload) => Track(entry, RunAsync(entry, old, reload));

    /// <summary>Follows what has been stopped until nothing is left of it.</summary>
    public Task FollowAsync(PluginEntry entry, StoppedInstance stopped, PluginReload? reload) => Track(entry, FinishAsync(entry, stopped, reload, time.GetTimestamp()));

    /// <summary>Follows what is left of a plugin that was stopped, if anybody stopped it since it was followed last.</summary>
    public void FollowStopped(PluginEntry entry, PluginReload? reload = null)
    {
        if (entry.Stopped is { } stopped)
        {
            entry.Stopped = null;
            _ = FollowAsync(entry, stopped, reload);
        }
    }

    /// <summary>Ends an instance: drains it, tears it down, disposes it.</summary>
    public Task<StoppedInstance> EndAsync(RetiredInstance old, StopTime time) =>
        stopper.EndAsync(old.Manifest, old.Generation, old.Take(), time);

    /// <summary>Waits for all that have not ended yet.</summary>
    /// <param name="noTime">Cuts the time that they have.</param>
    public async Task WaitAsync(CancellationToken noTime)
    {
        var cut = Volatile.Read(ref _noTime);
        using var registration = noTime.UnsafeRegister(static cut => ((CancellationTokenSource)cut!).Cancel(), cut);
        await _pending.WaitAsync(noTime).ConfigureAwait(false);
        if (cut.IsCancellationRequested)
        {
            Interlocked.CompareExchange(ref _noTime, new(), cut);
        }
    }

    private async Task RunAsync(PluginEntry entry, RetiredInstance old, PluginReload reload)
    {
        var began = time.GetTimestamp();
        var stopped = await EndAsync(old, new(Volatile.Read(ref _noTime).Token)).ConfigureAwait(false);
        await FinishAsync(entry, stopped, reload, began).ConfigureAwait(false);
    }

    private async Task FinishAsync(PluginEntry entry, StoppedInstance stopped, PluginReload? reload, long began)
    {
        var result = stopped.IsLeaked ? NotStopped(stopped.Fault!) : await FollowAsync(stopped).ConfigureAwait(false);
        var isAlive = result.Outcome == PluginUnloadOutcome.StillAlive;
        if (isAlive)
        {
            logger.PluginStillAlive(stopped.Plugin, stopped.Generation, string.Join("; ", result.Hints));
            lock (entry.Leaked)
            {
                entry.Leaked.Add(stopped with { Hints = result.Hints });
            }
        }
        else if (stopped.Copy is { } copy && entry.Activation?.Copy != copy)
        {
            copies!.Remove(copy);
        }

        entry.Note(reload?.With(time.GetElapsedTime(began), result.Outcome, result.Hints), isAlive ? 1 : 0, requiresRestart: !stopped.IsLeaked && !stopped.Released);
        if (result.Outcome != PluginUnloadOutcome.None)
        {
            ReloadMeter.Unloads.Add(1, new(TelemetryTags.Kind, stopped.Plugin.Kind), new(TelemetryTags.Name, stopped.Plugin.Name), new("plugin.unload.outcome", isAlive ? "still_alive" : "unloaded"));
        }
    }

    private async Task<PluginUnload> FollowAsync(StoppedInstance stopped)
    {
        if (stopped.Remains is not { } remains)
        {
            return new();
        }

        var began = time.GetTimestamp();
        try
        {
            var result = await remains.FollowAsync().ConfigureAwait(false);
            if (result.Outcome == PluginUnloadOutcome.Unloaded)
            {
                logger.PluginUnloaded(stopped.Plugin, stopped.Generation, (long)time.GetElapsedTime(began).TotalMilliseconds);
            }

            return result;
        }
        catch (Exception fault)
        {
            logger.TeardownFailed(stopped.Plugin, $"following what is left of it threw {ExceptionText.Full(fault)}");
            return new();
        }
    }

    private static PluginUnload NotStopped(string fault) => new()
    {
        Outcome = PluginUnloadOutcome.StillAlive,
        Hints = [new() { Cause = PluginUnloadCauses.NotStopped, IsFound = true, Place = fault, Remedy = "Make hooks and teardown observe their cancellation tokens." }],
    };

    private Task Track(PluginEntry entry, Task work)
    {
        entry.Retiring = work;
        return _pending.Add(work);
    }
}
