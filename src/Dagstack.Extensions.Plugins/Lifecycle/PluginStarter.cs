using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Starts one plugin, within its time.</summary>
internal sealed class PluginStarter(IReadOnlyDictionary<string, IPluginRuntime> runtimes, TimeProvider time, ILogger logger)
{
    /// <summary>Starts a plugin whose dependencies have had their turn. It is ready or unavailable afterwards.</summary>
    /// <exception cref="OperationCanceledException">The start of the host was cancelled.</exception>
    public async Task StartAsync(PluginEntry entry, IEnumerable<PluginEntry> dependencies, CancellationToken cancellationToken)
    {
        if (!entry.TryMove(PluginState.Starting))
        {
            return;
        }

        if (dependencies.FirstOrDefault(static dependency => !dependency.Status.IsServing) is { } missing)
        {
            entry.FailBecauseOf(missing);
            return;
        }

        var (id, began, timeout) = (entry.Manifest!.Id, time.GetTimestamp(), entry.Manifest.StartupTimeout);
        using var timer = PluginDeadline.Start(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        using var cancellation = new PluginCancellation(either.Token);
        Task<PluginActivation>? start = null;
        Exception? failure = null;
        try
        {
            // A plugin is never there twice, also if it did not notice that its last start was given up.
            await entry.GivenUp.WaitAsync(either.Token).ConfigureAwait(false);
            start = OwnThread.Run(() => ActivateAsync(entry, fault => Volatile.Write(ref failure, fault), cancellation.Token));
            Open(entry, await start.WaitAsync(either.Token).ConfigureAwait(false), time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.Cancel();
            var failed = Volatile.Read(ref failure);
            if (start is not null)
            {
                entry.GivenUp = EndWhenDoneAsync(id, start, failed);
            }

            if (cancellationToken.IsCancellationRequested)
            {
                // Whoever stops a host that starts too slowly wants to know what it was waiting for.
                entry.Move(PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, "its start was cancelled.");
                logger.PluginNotReady(entry.Name, PluginStates.NameOf(PluginState.Unavailable), entry.Status.Code, entry.Status.Reason);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (failed is not null)
            {
                Fail(entry, failed, $" What it had begun has not been undone within {timeout.TotalSeconds:0.###} s.");
                return;
            }

            entry.Move(PluginState.Unavailable, PluginErrorCodes.PluginTimeout, start is null
                ? $"an earlier setup of it, which the host has given up, did not end within another {timeout.TotalSeconds:0.###} s. Make its setup observe its cancellation token, or restart the process."
                : $"its setup did not finish within {timeout.TotalSeconds:0.###} s. Make it faster, or raise 'startup_timeout_sec' in {entry.Source.Path ?? "its manifest"}.");
        }
        catch (Exception fault)
        {
            Fail(entry, fault);
        }
    }

    /// <summary>Makes a plugin unavailable that failed. What the host says itself is in the reason; where a plugin's own code threw is worth its stack.</summary>
    private void Fail(PluginEntry entry, Exception fault, string? more = null)
    {
        var isOurs = HostErrors.Is(fault);
        if (!isOurs || fault.InnerException is not null)
        {
            logger.StartFailed(entry.Manifest!.Id, ExceptionText.Loggable(fault));
        }

        var reason = isOurs ? fault.Message : $"its setup threw {(more is null ? ExceptionText.Full(fault) : ExceptionText.Sentence(fault))}";
        entry.Move(PluginState.Unavailable, isOurs ? ((PluginRegistryException)fault).Code : PluginErrorCodes.PluginUnavailable, reason + more);
    }

    /// <summary>Opens the door: before the state that serves, see HostedSlot.</summary>
    private void Open(PluginEntry entry, PluginActivation activation, TimeSpan duration)
    {
        entry.Activation = activation;
        entry.Slot.OpenWith(activation.Target);
        entry.MoveToReady(time.GetUtcNow(), duration);
        logger.PluginReady(entry.Manifest!.Id);

        // A background service may have ended already.
        activation.Faulted = Degrade;
        if (activation.Fault is { } fault)
        {
            Degrade(fault);
        }

        void Degrade(string reason)
        {
            if (entry.Activation == activation && entry.TryMove(PluginState.Degraded, PluginErrorCodes.PluginUnavailable, reason))
            {
                logger.PluginDegraded(entry.Manifest!.Id, reason);
            }
        }
    }

    /// <summary>Makes a plugin and sets it up.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="failed">Told why it failed before that is undone, which may take longer than there is time.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    private async Task<PluginActivation> ActivateAsync(PluginEntry entry, Action<Exception> failed, CancellationToken cancellationToken)
    {
        var activation = await runtimes[entry.Checked.Runtime!].ActivateAsync(entry, cancellationToken).ConfigureAwait(false);
        try
        {
            await activation.SetupAsync(cancellationToken).ConfigureAwait(false);
            return activation;
        }
        catch (Exception fault)
        {
            // One that has been given up already has its reason.
            if (!cancellationToken.IsCancellationRequested)
            {
                failed(fault);
            }

            // Not with the token of the start, which may be cancelled already: what was begun is to be undone.
            await EndAsync(entry.Manifest!.Id, activation).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Cleans up after a start that nobody waits for any more.</summary>
    private async Task EndWhenDoneAsync(PluginId id, Task<PluginActivation> start, Exception? reported)
    {
        try
        {
            var activation = await start.ConfigureAwait(false);
            logger.FinishedLate(id, "setup");
            await EndAsync(id, activation).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Its outcome has been reported already; this is what became of it afterwards.
            if (fault is not OperationCanceledException && fault != reported)
            {
                logger.StartFailed(id, ExceptionText.Loggable(fault));
            }
        }
    }

    private async Task EndAsync(PluginId id, PluginActivation activation)
    {
        if ((await activation.EndAsync(CancellationToken.None).ConfigureAwait(false)).Fault is { } fault)
        {
            logger.TeardownFailed(id, fault);
        }
    }
}
