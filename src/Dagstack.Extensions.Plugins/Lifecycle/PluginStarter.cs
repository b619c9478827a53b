using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Tasks;
using Dagstack.Extensions.Plugins.Trust;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Starts one plugin, within its time.</summary>
/// <param name="activator">Makes instances.</param>
/// <param name="slots">The doors of plugins.</param>
/// <param name="died">Told of an instance that has died.</param>
/// <param name="failed">Told of a plugin whose start has failed by itself.</param>
/// <param name="time">Measures the time.</param>
/// <param name="audit">Told what is loaded and what is refused.</param>
/// <param name="logger">Told what went wrong.</param>
internal sealed class PluginStarter(PluginActivator activator, PluginSlots slots, Action<PluginEntry, PluginActivation, string> died, Action<PluginEntry> failed, TimeProvider time, PluginAudit audit, ILogger logger)
{
    /// <summary>Starts a plugin whose dependencies have had their turn. It is ready or unavailable afterwards.</summary>
    /// <exception cref="OperationCanceledException">The start of the host was cancelled.</exception>
    public async Task StartAsync(PluginEntry entry, IReadOnlySet<PluginEntry> dependencies, StartTurn turn, CancellationToken cancellationToken)
    {
        var record = new StartRecord(turn.Asked);
        if (!TryBegin(entry, dependencies, turn.After, record))
        {
            return;
        }

        var start = await MakeAsync(entry, new(entry.Definition, copy: null, turn.AskedBy, record), cancellationToken).ConfigureAwait(false);
        if (start.Activation is { } activation)
        {
            Open(entry, activation, start.Duration, turn.AskedBy);
            return;
        }

        entry.Move(PluginState.Unavailable, start.Code, start.Reason);
        if (cancellationToken.IsCancellationRequested && start.Code == PluginErrorCodes.PluginUnavailable)
        {
            // Whoever stops a host that starts too slowly wants to know what it was waiting for.
            logger.PluginNotReady(entry.Name, PluginStates.NameOf(PluginState.Unavailable), entry.Status.Code, entry.Status.Reason);
            cancellationToken.ThrowIfCancellationRequested();
        }

        failed(entry);
    }

    /// <summary>Begins a start, or fails it, in one step: nobody sees a plugin start whose dependencies do not serve.</summary>
    private static bool TryBegin(PluginEntry entry, IReadOnlySet<PluginEntry> dependencies, PluginEntry? after, StartRecord record)
    {
        lock (entry.Moving)
        {
            if (entry.IsOut || !entry.TryMove(PluginState.Starting))
            {
                return false;
            }

            record.WaitedFor(dependencies, after);
            entry.Start = record;
            if (dependencies.FirstOrDefault(static dependency => !dependency.Status.IsServing) is not { } missing)
            {
                return true;
            }

            entry.FailBecauseOf(missing);
            record.End(PluginStartOutcome.DependencyFailed);
            return false;
        }
    }

    /// <summary>Makes an instance and sets it up, which nobody sees before its door is opened.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="definition">What it is to be.</param>
    /// <param name="copy">The copy to load it from; null for one of what is in its folder now.</param>
    /// <param name="askedBy">What asks for it.</param>
    /// <param name="cancellationToken">Gives it up, which is a failure like others.</param>
    public Task<PluginStart> MakeAsync(PluginEntry entry, PluginDefinition definition, ShadowCopy? copy, AskedBy askedBy, CancellationToken cancellationToken)
    {
        var record = new StartRecord(StartMoment.Now(time));
        entry.Start = record;
        return MakeAsync(entry, new(definition, copy, askedBy, record), cancellationToken);
    }

    private async Task<PluginStart> MakeAsync(PluginEntry entry, StartAttempt attempt, CancellationToken cancellationToken)
    {
        var start = await TryMakeAsync(entry, attempt, cancellationToken).ConfigureAwait(false);
        attempt.Record.End(
            start.Activation is not null ? PluginStartOutcome.Succeeded
            : cancellationToken.IsCancellationRequested && start.Code == PluginErrorCodes.PluginUnavailable ? PluginStartOutcome.Cancelled
            : PluginStartOutcome.Failed);
        if (start.Activation is null)
        {
            if (entry.Activation is null)
            {
                entry.Health = attempt.Health;
            }

            audit.Refused(attempt.Definition, attempt.Sha256, start.Code, start.Reason, attempt.AskedBy);
        }

        return start;
    }

    private async Task<PluginStart> TryMakeAsync(PluginEntry entry, StartAttempt attempt, CancellationToken cancellationToken)
    {
        var definition = attempt.Definition;
        var (manifest, began, timeout) = (definition.Manifest!, time.GetTimestamp(), definition.StartTimeout);
        using var timer = PluginDeadline.Start(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        using var cancellation = new PluginCancellation(either.Token);
        Task<PluginActivation>? start = null;
        try
        {
            // A plugin is never there twice, also if it did not notice that its last start was given up.
            await entry.GivenUp.WaitAsync(either.Token).ConfigureAwait(false);
            either.Token.ThrowIfCancellationRequested();
            attempt.Record.Begin();
            start = OwnThread.Run(() =>
            {
                using var mark = KeptCall.Mark(manifest, entry);
                return activator.ActivateAsync(attempt, cancellation.Token);
            });
            return new(await start.WaitAsync(either.Token).ConfigureAwait(false), time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellation.Cancel();
            var failed = attempt.Failure;
            if (start is not null)
            {
                entry.AddGivenUp(EndWhenDoneAsync(manifest, start, failed));
            }

            var elapsed = time.GetElapsedTime(began);
            return cancellationToken.IsCancellationRequested ? new(null, elapsed, PluginErrorCodes.PluginUnavailable, "its start was cancelled.")
                : failed is not null ? Failed(manifest.Id, elapsed, failed, attempt.Copy, $" What it had begun has not been undone within {timeout.TotalSeconds:0.###} s.")
                : new(null, elapsed, PluginErrorCodes.PluginTimeout, start is null
                    ? $"an earlier setup of it, which the host has given up, did not end within another {timeout.TotalSeconds:0.###} s. Make its setup observe its cancellation token, or restart the process."
                    : attempt.IsSetUp ? $"its health check, which it was asked at the end of its setup, did not answer within the {timeout.TotalSeconds:0.###} s of its start. {AdviceOn(definition)}"
                    : $"its setup did not finish within {timeout.TotalSeconds:0.###} s. {AdviceOn(definition)}");
        }
        catch (Exception fault)
        {
            return Failed(manifest.Id, time.GetElapsedTime(began), fault, attempt.Copy);
        }
    }

    private static string AdviceOn(PluginDefinition late) => late.StartTimeout == late.Manifest!.StartupTimeout
        ? $"Make it faster, or raise 'startup_timeout_sec' in {late.Source.Path ?? "its manifest"}."
        : $"Make it faster, or see what its runtime '{late.Runtime.Name}' takes that time from.";

    /// <summary>Opens the door for an instance: before the state that serves, see HostedSlot.</summary>
    /// <returns>The one that it takes the place of; null if there is none, or none any more.</returns>
    public PluginActivation? Open(PluginEntry entry, PluginActivation activation, TimeSpan duration, AskedBy askedBy)
    {
        PluginActivation? before;
        lock (entry.Moving)
        {
            before = entry.TakeActivation(activation);
            entry.BeginGeneration();
            slots[entry].OpenWith(activation.Target);
            entry.Health = activation.FirstHealth;
            entry.MoveToReady(time.GetUtcNow(), duration);
        }

        logger.PluginReady(entry.Manifest!.Id);
        audit.Activated(entry, activation.Sha256, askedBy);
        Degrade(entry, activation, activation.StartsDegraded);
        activation.Instance.Watch(fault => Degrade(entry, activation, fault), end => died(entry, activation, end), entry.Alter);
        return before;
    }

    /// <summary>Makes a plugin degraded whose background has failed. One that is being replaced has that told when it stays.</summary>
    public void Degrade(PluginEntry entry, PluginActivation activation, string? fault)
    {
        bool isDegraded;
        lock (entry.Moving)
        {
            // One that is degraded already stays so for its first reason; that there is another is worth a line.
            isDegraded = fault is not null
                && entry.Activation == activation
                && entry.Status.State != PluginState.Reloading
                && (entry.TryMove(PluginState.Degraded, PluginErrorCodes.PluginUnavailable, fault) || (entry.Status.State == PluginState.Degraded && entry.Status.Reason != fault));
        }

        if (isDegraded)
        {
            logger.PluginDegraded(entry.Manifest!.Id, fault!);
        }
    }

    /// <summary>Says why an instance failed. What the host says itself is the reason; where a plugin's own code threw is worth its stack.</summary>
    private PluginStart Failed(PluginId id, TimeSpan elapsed, Exception fault, ShadowCopy? loadedFrom, string? more = null)
    {
        var isOurs = HostErrors.Is(fault);
        if (!isOurs || fault.InnerException is not null)
        {
            logger.StartFailed(id, ExceptionText.Loggable(fault));
        }

        // What its runtime says of it; without a code it is what the plugin met when it called itself.
        var reason = fault is PluginUnavailableException { RootCauseCode: not null } own && own.Plugin == id ? own.Reason : isOurs ? fault.Message : $"its setup threw {ExceptionText.Sentence(fault)} See to what it complains of; the log has the place where it threw.";
        return new(null, elapsed, isOurs ? ((PluginRegistryException)fault).Code : PluginErrorCodes.PluginUnavailable, (loadedFrom?.Translate(reason) ?? reason) + more);
    }

    /// <summary>Cleans up after a start that nobody waits for any more.</summary>
    private async Task EndWhenDoneAsync(PluginManifest manifest, Task<PluginActivation> start, Exception? reported)
    {
        try
        {
            var activation = await start.ConfigureAwait(false);
            logger.FinishedLate(manifest.Id, "setup");
            await activator.EndAsync(manifest, activation).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Its outcome has been reported already; this is what became of it afterwards.
            if (fault is not OperationCanceledException && fault != reported)
            {
                logger.StartFailed(manifest.Id, ExceptionText.Loggable(fault));
            }
        }
    }
}
