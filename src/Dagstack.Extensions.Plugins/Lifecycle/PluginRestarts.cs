using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Buries instances that have died, and starts plugins again that died, or could not be started, where their runtime wants that, with longer and longer pauses.</summary>
/// <param name="slots">The doors of plugins.</param>
/// <param name="stopper">Ends what is left of an instance.</param>
/// <param name="buried">Told what was left of it.</param>
/// <param name="start">Starts a plugin, when it is its turn.</param>
/// <param name="startWaiting">Starts those that have failed because of a plugin, which serves now.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told what happens.</param>
#pragma warning disable CA1001 // It lives as long as its host, and its token has nothing to dispose.
internal sealed class PluginRestarts(
    PluginSlots slots,
    PluginStopper stopper,
    Action<PluginEntry> buried,
    Func<PluginEntry, CancellationToken, Task> start,
    Func<PluginEntry, CancellationToken, Task> startWaiting,
    TimeProvider time,
    ILogger logger)
#pragma warning restore CA1001
{
    private readonly ConditionalWeakTable<PluginEntry, RestartPace> _paces = [];
    private readonly PendingTasks _burials = new();
    private CancellationTokenSource _stopping = new();

    /// <summary>Lets plugins be started again after <see cref="Stop"/>.</summary>
    public void Start()
    {
        if (_stopping.IsCancellationRequested)
        {
            _stopping = new();
        }
    }

    /// <summary>Starts nothing again any more.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Waits for the ends of instances that have died.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _burials.WaitAsync(cancellationToken);

    /// <summary>Gives up the restart that a plugin waits for, if it does. Nothing of it is there; it is only not to come back.</summary>
    public void Forget(PluginEntry entry)
    {
        lock (entry.Moving)
        {
            if (_paces.TryGetValue(entry, out var pace) && pace.IsWaiting && PluginSupervision.HasFailed(entry))
            {
                pace.Deaths++;
                pace.IsWaiting = false;
                entry.Move(PluginState.Stopping);
                entry.MoveToStopped(fault: null, requiresRestart: false);
            }
        }
    }

    /// <summary>Makes a plugin unavailable whose instance has died. One that was replaced or stopped meanwhile is nobody's any more.</summary>
    public void Bury(PluginEntry entry, PluginActivation dead, string reason)
    {
        var options = entry.Definition.Runtime.Restart;
        var pace = _paces.GetOrCreateValue(entry);
        TimeSpan delay = default;
        int death;
        lock (entry.Moving)
        {
            if (entry.Activation != dead)
            {
                return;
            }

            death = ++pace.Deaths;
            if (options is not null)
            {
                delay = pace.After(options, time.GetUtcNow() - (entry.Status.ReadySince ?? time.GetUtcNow()));
                pace.IsWaiting = true;
                reason += delay > TimeSpan.Zero ? $" It is started again in {delay.TotalSeconds:0.###} s." : " It is started again.";
            }

            // The door closes after the state has changed. See HostedSlot.
            entry.Activation = null;
            entry.Health = null;
            entry.TryMove(PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, reason);
            slots[entry].Shut();
            entry.AddGivenUp(_burials.Add(EndAsync(entry, dead)));
        }

        logger.PluginDied(entry.Manifest!.Id, reason);
        if (options is not null)
        {
            _ = RestartAsync(entry, pace, death, options, delay, _stopping.Token);
        }
    }

    /// <summary>Has a plugin started again whose start has failed, where its runtime wants that and it may help.</summary>
    public void Retry(PluginEntry entry)
    {
        if (entry.Definition.Runtime is not { RetriesFailedStarts: true, Restart: { } options })
        {
            return;
        }

        var pace = _paces.GetOrCreateValue(entry);
        TimeSpan delay;
        int death;
        lock (entry.Moving)
        {
            if (pace.IsWaiting || !PluginSupervision.HasFailed(entry) || entry.Status.Code is not (PluginErrorCodes.PluginUnavailable or PluginErrorCodes.PluginTimeout))
            {
                return;
            }

            death = ++pace.Deaths;
            delay = pace.After(options, TimeSpan.Zero);
            pace.IsWaiting = true;
            entry.ChangeReason($"{entry.Status.Reason} It is started again in {delay.TotalSeconds:0.###} s.");
        }

        _ = RestartAsync(entry, pace, death, options, delay, _stopping.Token);
    }

    private async Task EndAsync(PluginEntry entry, PluginActivation dead)
    {
        var (manifest, generation) = (entry.Manifest!, entry.Status.Generation);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        entry.Stopped = await stopper.EndAsync(manifest, generation, dead, StopTime.Unlimited).ConfigureAwait(false);
        buried(entry);
    }

    private async Task RestartAsync(PluginEntry entry, RestartPace pace, int death, PluginRestartOptions options, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempts = 1; ; attempts++)
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
                if (pace.Deaths != death || !PluginSupervision.HasFailed(entry))
                {
                    return;
                }

                await TryStartAsync(entry, cancellationToken).ConfigureAwait(false);
                lock (entry.Moving)
                {
                    if (pace.Deaths != death)
                    {
                        // It served and has died since, which has a restart of its own.
                        return;
                    }

                    if (!entry.Status.IsServing)
                    {
                        delay = pace.After(options, TimeSpan.Zero);
                        continue;
                    }
                }

                logger.PluginRestarted(entry.Manifest!.Id, attempts);
                await startWaiting(entry, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The host is stopping, and everything with it.
        }
        finally
        {
            lock (entry.Moving)
            {
                // Stopping the host has left it to whoever stops the plugins.
                pace.IsWaiting &= pace.Deaths != death || cancellationToken.IsCancellationRequested;
            }
        }
    }

    private async Task TryStartAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await start(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginRegistryException fault)
        {
            // Something else keeps plugins from starting; that may change.
            logger.StartFailed(entry.Manifest!.Id, fault);
        }
    }
}
