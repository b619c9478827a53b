using System.Diagnostics;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Trust;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Puts a new instance of one plugin in place of the one that serves.</summary>
/// <param name="starter">Makes the new one.</param>
/// <param name="slots">The doors of plugins.</param>
/// <param name="retirement">Ends the old one.</param>
/// <param name="become">Lets a plugin become another, before its new instance serves.</param>
/// <param name="time">Measures the time.</param>
/// <param name="audit">Told of each reload.</param>
/// <param name="logger">Told what came of it.</param>
internal sealed class PluginSwap(PluginStarter starter, PluginSlots slots, PluginRetirement retirement, Action<PluginEntry, PluginDefinition> become, TimeProvider time, PluginAudit audit, ILogger logger)
{
    /// <summary>Replaces the instance of a plugin that serves.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="candidate">What it is to be.</param>
    /// <param name="askedBy">What asks for it.</param>
    /// <param name="cancellationToken">Gives it up, and the old one goes on.</param>
    public Task<PluginReload> ReplaceAsync(PluginEntry entry, PluginDefinition candidate, AskedBy askedBy, CancellationToken cancellationToken) =>
        entry.Manifest!.Reload == PluginReloadMode.StopFirst || candidate.Manifest!.Reload == PluginReloadMode.StopFirst
            ? StopFirstAsync(entry, candidate, askedBy, cancellationToken)
            : OverlapAsync(entry, candidate, askedBy, cancellationToken);

    /// <summary>Notes that a plugin stays what it is.</summary>
    public PluginReload Keep(PluginEntry entry, PluginReloadOutcome outcome, AskedBy askedBy, string? code, string? reason, TimeSpan duration = default)
    {
        var kept = Report(entry, outcome, askedBy, code, reason, duration);
        logger.ReloadFailed(kept.Plugin, code, kept.Generation, PluginStates.NameOf(entry.Status.State), reason);
        return kept;
    }

    /// <summary>Notes what came of a reload.</summary>
    public PluginReload Report(PluginEntry entry, PluginReloadOutcome outcome, AskedBy askedBy, string? code, string? reason, TimeSpan duration)
    {
        var reload = new PluginReload
        {
            Plugin = entry.Source.Id!.Value,
            Outcome = outcome,
            Generation = entry.Status.Generation,
            At = time.GetUtcNow(),
            Code = code,
            Reason = reason,
            Duration = duration,
        };
        entry.Note(reload);
        audit.Reloaded(entry, reload, askedBy);
        var tags = new TagList { { TelemetryTags.Kind, reload.Plugin.Kind }, { TelemetryTags.Name, reload.Plugin.Name }, { TelemetryTags.Outcome, TelemetryTags.NameOf(outcome) } };
        ReloadMeter.Reloads.Add(1, tags);
        if (duration > TimeSpan.Zero)
        {
            ReloadMeter.Duration.Record(duration.TotalSeconds, tags);
        }

        return reload;
    }

    private async Task<PluginReload> OverlapAsync(PluginEntry entry, PluginDefinition candidate, AskedBy askedBy, CancellationToken cancellationToken)
    {
        var before = entry.Status;
        if (!entry.TryMoveToReloading(isOldServing: true))
        {
            return Keep(entry, PluginReloadOutcome.Failed, askedBy, PluginErrorCodes.PluginUnavailable, $"it is {PluginStates.NameOf(entry.Status.State)} now.");
        }

        var start = await starter.MakeAsync(entry, candidate, copy: null, askedBy, cancellationToken).ConfigureAwait(false);
        if (start.Activation is null)
        {
            GoOn(entry, before);
            return Keep(entry, PluginReloadOutcome.Failed, askedBy, start.Code, start.Reason, start.Duration);
        }

        var manifest = entry.Manifest!;
        var (reload, old) = Open(entry, candidate, start, askedBy);

        // It may have died meanwhile, and has been seen to.
        if (old is not null)
        {
            _ = retirement.BeginAsync(entry, new(manifest, before.Generation, old), reload);
        }

        return reload;
    }

    /// <summary>Stops the old one first, since it holds what the new one needs. If that fails, the old one is started again from what it was loaded from.</summary>
    private async Task<PluginReload> StopFirstAsync(PluginEntry entry, PluginDefinition candidate, AskedBy askedBy, CancellationToken cancellationToken)
    {
        var (began, before) = (time.GetTimestamp(), entry.Status);
        var replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slots[entry].HoldCalls(replaced.Task);
        try
        {
            if (!entry.TryMoveToReloading(isOldServing: false))
            {
                return Keep(entry, PluginReloadOutcome.Failed, askedBy, PluginErrorCodes.PluginUnavailable, $"it is {PluginStates.NameOf(entry.Status.State)} now.");
            }

            if (TakeOut(entry, before.Generation) is not { } old)
            {
                // It has died meanwhile.
                return Keep(entry, PluginReloadOutcome.Failed, askedBy, PluginErrorCodes.PluginUnavailable, $"it is {PluginStates.NameOf(entry.Status.State)} now.");
            }

            var stopped = await retirement.EndAsync(old, StopTime.Unlimited).ConfigureAwait(false);
            if (stopped.IsLeaked)
            {
                entry.Move(PluginState.Stopping);
                entry.Move(PluginState.Leaked, PluginErrorCodes.LeakDetected, stopped.Fault);
                var leaked = Keep(entry, PluginReloadOutcome.Failed, askedBy, PluginErrorCodes.LeakDetected, stopped.Fault);
                _ = retirement.FollowAsync(entry, stopped, leaked);
                return leaked;
            }

            var start = await starter.MakeAsync(entry, candidate, copy: null, askedBy, cancellationToken).ConfigureAwait(false);
            var reload = start.Activation is null
                ? await GoBackAsync(entry, stopped, start, askedBy).ConfigureAwait(false)
                : Open(entry, candidate, start with { Duration = time.GetElapsedTime(began) }, askedBy).Reload;
            _ = retirement.FollowAsync(entry, stopped, reload);
            return reload;
        }
        catch (Exception fault)
        {
            // Nothing of this throws what is not handled. If it does all the same, nobody waits for ever.
            entry.TryMove(PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, $"its reload failed: {ExceptionText.Full(fault)}");
            throw;
        }
        finally
        {
            // After the state has changed: who waits looks at it.
            slots[entry].ReleaseCalls();
            replaced.TrySetResult();
        }
    }

    /// <summary>Takes the running instance out, so that nothing here holds it while it ends.</summary>
    private RetiredInstance? TakeOut(PluginEntry entry, int generation)
    {
        var old = entry.TakeActivation() is { } running ? new RetiredInstance(entry.Manifest!, generation, running) : null;
        slots[entry].Shut();
        return old;
    }

    private async Task<PluginReload> GoBackAsync(PluginEntry entry, StoppedInstance stopped, PluginStart failed, AskedBy askedBy)
    {
        var back = await starter.MakeAsync(entry, entry.Definition, stopped.Copy, askedBy, CancellationToken.None).ConfigureAwait(false);
        if (back.Activation is { } activation)
        {
            starter.Open(entry, activation, back.Duration, askedBy);
            return Keep(entry, PluginReloadOutcome.Failed, askedBy, failed.Code, $"{failed.Reason} What was there before has been started again.", failed.Duration);
        }

        entry.Move(PluginState.Unavailable, failed.Code, $"{failed.Reason} What was there before could not be started again either: {back.Reason}");
        return Keep(entry, PluginReloadOutcome.Failed, askedBy, failed.Code, entry.Status.Reason, failed.Duration);
    }

    private (PluginReload Reload, PluginActivation? Old) Open(PluginEntry entry, PluginDefinition candidate, PluginStart start, AskedBy askedBy)
    {
        become(entry, candidate);
        var old = starter.Open(entry, start.Activation!, start.Duration, askedBy);
        var reload = Report(entry, PluginReloadOutcome.Replaced, askedBy, code: null, reason: null, start.Duration);
        logger.PluginReloaded(reload.Plugin, reload.Generation, (long)start.Duration.TotalMilliseconds);
        return (reload, old);
    }

    /// <summary>Lets the old one go on in the state that it was in, or in the one that it has come to meanwhile. One that has died does not.</summary>
    private void GoOn(PluginEntry entry, PluginStatus before)
    {
        PluginActivation? activation;
        lock (entry.Moving)
        {
            activation = entry.Activation;
            if (activation is not null)
            {
                entry.TryMove(before.State, before.Code, before.Reason);
            }
        }

        if (activation is not null)
        {
            starter.Degrade(entry, activation, activation.Instance.Fault);
        }
    }
}
