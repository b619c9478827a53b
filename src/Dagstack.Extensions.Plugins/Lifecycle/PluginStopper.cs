using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Stops one plugin: shuts the door, drains, tears down, disposes, within its time.</summary>
/// <param name="slots">The doors of plugins.</param>
/// <param name="time">Measures the time.</param>
/// <param name="logger">Told what went wrong.</param>
internal sealed class PluginStopper(PluginSlots slots, TimeProvider time, ILogger logger)
{
    /// <summary>How long calls in flight may go on before they are cancelled, at most half of the time for teardown.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    /// <summary>How long killing may take, and after it giving back what was lent.</summary>
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(5);

    /// <summary>Stops a plugin that is running. It is stopped or leaked afterwards.</summary>
    /// <returns>What went wrong, as text; null if nothing did.</returns>
    public async Task<string?> StopAsync(PluginEntry entry, StopTime time)
    {
        if (entry.TakeActivation() is not { } activation)
        {
            return null;
        }

        // The door closes after the state has changed: a state that serves has an open door. See HostedSlot.
        entry.Move(PluginState.Stopping);
        slots[entry].Shut();
        var stopped = await EndAsync(entry.Manifest!, entry.Status.Generation, activation, time).ConfigureAwait(false);
        entry.Stopped = stopped;
        if (stopped.IsLeaked)
        {
            entry.Move(PluginState.Leaked, PluginErrorCodes.LeakDetected, stopped.Fault);
        }
        else
        {
            entry.MoveToStopped(stopped.Fault, requiresRestart: !stopped.Released);
            logger.PluginStopped(entry.Manifest!.Id);
        }

        return stopped.Fault;
    }

    /// <summary>Ends an instance that no new call reaches: drains it, tears it down, disposes it. One that overruns is killed if it can be.</summary>
    /// <param name="manifest">What it was.</param>
    /// <param name="generation">Which instance it was.</param>
    /// <param name="activation">The instance.</param>
    /// <param name="time">Cuts the time for it.</param>
    public async Task<StoppedInstance> EndAsync(PluginManifest manifest, int generation, PluginActivation activation, StopTime time)
    {
        activation.Instance.Unwatch();
        activation.EndUnits();
        var stopped = new StoppedInstance(manifest.Id, generation, activation.Copy, RemainsOf(manifest.Id, activation), new(activation));
        var end = await EndInTimeAsync(manifest, activation, time).ConfigureAwait(false);
        stopped = end.Overrun is not { } overrun ? stopped with { Fault = end.Ending!.Fault, Released = end.Ending.Released }
            : activation.CanBeKilled ? await KillAsync(activation, end.Running, stopped, overrun).ConfigureAwait(false)
            : stopped with { IsLeaked = true, Fault = overrun };
        activation.AbandonUnits();
        if (stopped.IsLeaked && end.Running is null)
        {
            // No teardown comes that would end them.
            activation.EndHandlers();
        }

        if (stopped.Fault is { } fault)
        {
            logger.TeardownFailed(manifest.Id, fault);
        }

        return stopped;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private PluginRemains? RemainsOf(PluginId id, PluginActivation activation)
    {
        try
        {
            return activation.Instance.Remains;
        }
        catch (Exception fault)
        {
            logger.TeardownFailed(id, $"{nameof(PluginInstance.Remains)} of {activation.Instance.GetType().FullName} threw {ExceptionText.Full(fault)}");
            return null;
        }
    }

    /// <summary>Ends an instance, but does not wait for longer than its time.</summary>
    private async Task<TimedEnd> EndInTimeAsync(PluginManifest manifest, PluginActivation activation, StopTime stop)
    {
        var cancellationToken = stop.Over;
        if (cancellationToken.IsCancellationRequested)
        {
            return new(null, "the time for stopping was over before its turn; nothing of it was torn down. Make the plugins that stop before it faster, or raise the host's ShutdownTimeout.");
        }

        var timeout = manifest.TeardownTimeout;
        using var timer = PluginDeadline.Start(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        if (!await DrainAsync(activation, timeout, stop.Hurry, either.Token).ConfigureAwait(false))
        {
            return new(null, $"{activation.Target.InFlight} call(s) did not end {Within(timeout, cancellationToken)} and cannot be cancelled; nothing was torn down under them.");
        }

        using var cancellation = new PluginCancellation(either.Token);
        var teardown = OwnThread.Run(() =>
        {
            using var mark = KeptCall.Mark(manifest, activation.Target);
            return activation.EndAsync(cancellation.Token);
        });
        try
        {
            var ending = await teardown.WaitAsync(either.Token).ConfigureAwait(false);
            if (!ending.Overran)
            {
                return new(ending, null);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.Cancel();
            _ = ReportWhenDoneAsync(manifest.Id, teardown);
        }

        var (within, limit) = (Within(timeout, cancellationToken), cancellationToken.IsCancellationRequested ? "the host's ShutdownTimeout" : "'teardown_timeout_sec'");
        return new(null, activation.RunningHandlers is { Count: > 0 } topics
            ? $"a handler of the events {string.Join(", ", topics)} did not end {within}, and nothing was torn down under it. Have it observe its token, or raise {limit}."
            : $"its teardown did not finish {within}. Make it faster, or raise {limit}.")
        { Running = teardown };
    }

    /// <summary>Ends an instance by force, and gives back what was lent to it.</summary>
    private async Task<StoppedInstance> KillAsync(PluginActivation activation, Task<PluginEnding>? running, StoppedInstance stopped, string overrun)
    {
        try
        {
            await OwnThread.Run(async () =>
            {
                await activation.Instance.KillAsync().ConfigureAwait(false);
                return true;
            }).WaitAsync(s_afterKill, time).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            return stopped with { IsLeaked = true, Fault = $"{overrun} Killing it failed: {ExceptionText.Full(fault)}" };
        }

        using var timer = PluginDeadline.Start(s_afterKill, time);
        running ??= OwnThread.Run(() => activation.EndAsync(timer.Token));
        await ((Task)running).WaitAsync(timer.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stopped with { Fault = $"{overrun} It was killed.", Released = true };
    }

    /// <summary>Says which time was over: its own, or that for stopping all.</summary>
    private static string Within(TimeSpan timeout, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? "before the time for stopping was over" : $"within {timeout.TotalSeconds:0.###} s";

    private async Task<bool> DrainAsync(PluginActivation activation, TimeSpan timeout, CancellationToken hurry, CancellationToken cancellationToken)
    {
        var drained = activation.Target.CloseAsync();
        if (drained.IsCompleted)
        {
            return true;
        }

        using var patience = PluginDeadline.Start(timeout / 2 < s_drain ? timeout / 2 : s_drain, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hurry, patience.Token);
        await drained.WaitAsync(any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!drained.IsCompleted)
        {
            activation.Instance.CancelCalls();
            await drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return drained.IsCompleted;
    }

    /// <summary>Says what became of a teardown that nobody waits for any more.</summary>
    private async Task ReportWhenDoneAsync(PluginId id, Task<PluginEnding> teardown)
    {
        var end = await teardown.ConfigureAwait(false);
        logger.FinishedLate(id, "teardown");
        if (end.Fault is { } fault)
        {
            logger.TeardownFailed(id, fault);
        }
    }
}
