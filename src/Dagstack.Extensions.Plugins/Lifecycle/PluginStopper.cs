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

        entry.Activation = null;
        entry.Slot.Shut();
        entry.Move(PluginState.Stopping);
        var timeout = entry.Manifest!.TeardownTimeout;
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        if (!await DrainAsync(activation, timeout, either.Token).ConfigureAwait(false))
        {
            return Leak(entry, $"{activation.Target.InFlight} call(s) did not end within {timeout.TotalSeconds:0.###} s and cannot be cancelled; nothing was torn down under them.");
        }

        var teardown = OwnThread.Run(() => TearDownAsync(activation, either.Token));
        try
        {
            var (released, fault) = await teardown.WaitAsync(either.Token).ConfigureAwait(false);
            entry.Move(PluginState.Stopped, fault is null ? null : PluginErrorCodes.TeardownErrors, fault, requiresRestart: !released);
            logger.PluginStopped(entry.Manifest.Id);
            return fault;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return Leak(entry, $"its teardown did not finish within the time it had, {timeout.TotalSeconds:0.###} s at most. Make it faster, or raise 'teardown_timeout_sec'.");
        }
    }

    private static string Leak(PluginEntry entry, string reason)
    {
        entry.Move(PluginState.Leaked, PluginErrorCodes.LeakDetected, reason);
        return reason;
    }

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
            await Task.WhenAny(drained, Task.Delay(patience, time, cancellationToken)).ConfigureAwait(false);
            activation.CancelCalls();
            await drained.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return drained.IsCompleted;
        }
    }

    /// <summary>Tears down and disposes, and keeps no exception object of the plugin.</summary>
    private static async Task<(bool Released, string? Fault)> TearDownAsync(PluginActivation activation, CancellationToken cancellationToken)
    {
        var released = true;
        string? fault = null;
        try
        {
            released = await activation.TeardownAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            fault = $"teardown threw {exception.GetType().FullName}: {exception.Message}";
        }

        try
        {
            await activation.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = $"{(fault is null ? string.Empty : fault + " ")}Disposing it threw {exception.GetType().FullName}: {exception.Message}";
        }

        return (released, fault);
    }
}
