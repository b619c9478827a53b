using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Stops one plugin: shuts the door, drains, tears down, disposes, within its time.</summary>
internal sealed class PluginStopper(TimeProvider time, ILogger logger)
{
    /// <summary>How long calls in flight may go on before they are cancelled, at most half of the time for teardown.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    /// <summary>Stops a plugin that is running. It is stopped or leaked afterwards.</summary>
    /// <returns>What went wrong, as text; null if nothing did.</returns>
    public async Task<string?> StopAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Activation is not { } activation)
        {
            return null;
        }

        // The door closes after the state has changed: a state that serves has an open door. See HostedSlot.
        entry.Activation = null;
        activation.Faulted = null;
        entry.Move(PluginState.Stopping);
        entry.Slot.Shut();
        var remains = PluginRemains.Of(entry.Manifest!.Id, entry.Status.Generation, activation);
        var stop = await EndAsync(entry.Manifest, activation, cancellationToken).ConfigureAwait(false);
        entry.Stopped = (remains, stop);
        if (stop.IsLeaked)
        {
            entry.Move(PluginState.Leaked, PluginErrorCodes.LeakDetected, stop.Fault);
        }
        else
        {
            entry.MoveToStopped(stop.Fault, requiresRestart: !stop.Released);
            logger.PluginStopped(entry.Manifest.Id);
        }

        return stop.Fault;
    }

    /// <summary>Ends an instance that no new call reaches: drains it, tears it down, disposes it.</summary>
    public async Task<PluginStop> EndAsync(PluginManifest manifest, PluginActivation activation, CancellationToken cancellationToken)
    {
        var stop = await EndInTimeAsync(manifest, activation, cancellationToken).ConfigureAwait(false);
        if (stop.Fault is { } fault)
        {
            logger.TeardownFailed(manifest.Id, fault);
        }

        return stop;
    }

    private async Task<PluginStop> EndInTimeAsync(PluginManifest manifest, PluginActivation activation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Leaked("the time for stopping was over before its turn; nothing of it was torn down. Make the plugins that stop before it faster, or raise the host's ShutdownTimeout.");
        }

        var timeout = manifest.TeardownTimeout;
        using var timer = PluginDeadline.Start(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        if (!await DrainAsync(activation, timeout, either.Token).ConfigureAwait(false))
        {
            return Leaked($"{activation.Target.InFlight} call(s) did not end {Within(timeout, cancellationToken)} and cannot be cancelled; nothing was torn down under them.");
        }

        using var cancellation = new PluginCancellation(either.Token);
        var teardown = OwnThread.Run(() => activation.EndAsync(cancellation.Token));
        try
        {
            var end = await teardown.WaitAsync(either.Token).ConfigureAwait(false);
            if (!end.Overran)
            {
                return new(IsLeaked: false, end.Fault, end.Released);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.Cancel();
            _ = ReportWhenDoneAsync(manifest.Id, teardown);
        }

        return Leaked($"its teardown did not finish {Within(timeout, cancellationToken)}. Make it faster, or raise {(cancellationToken.IsCancellationRequested ? "the host's ShutdownTimeout" : "'teardown_timeout_sec'")}.");
    }

    /// <summary>Says which time was over: its own, or that for stopping all.</summary>
    private static string Within(TimeSpan timeout, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? "before the time for stopping was over" : $"within {timeout.TotalSeconds:0.###} s";

    private static PluginStop Leaked(string reason) => new(IsLeaked: true, reason, Released: false);

    private async Task<bool> DrainAsync(PluginActivation activation, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var drained = activation.Target.CloseAsync();
        if (drained.IsCompleted)
        {
            return true;
        }

        try
        {
            var patience = timeout / 2 < s_drain ? timeout / 2 : s_drain;
            await drained.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            activation.CancelCalls();
        }
        catch (OperationCanceledException)
        {
            activation.CancelCalls();
            return drained.IsCompleted;
        }

        try
        {
            await drained.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return drained.IsCompleted;
        }
    }

    /// <summary>Says what became of a teardown that nobody waits for any more.</summary>
    private async Task ReportWhenDoneAsync(PluginId id, Task<PluginEnd> teardown)
    {
        var end = await teardown.ConfigureAwait(false);
        logger.FinishedLate(id, "teardown");
        if (end.Fault is { } fault)
        {
            logger.TeardownFailed(id, fault);
        }
    }
}
