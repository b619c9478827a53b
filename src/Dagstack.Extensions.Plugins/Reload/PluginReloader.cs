using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Takes over changes of plugins: who goes and who comes is settled first, then each is started or replaced in its own turn.</summary>
internal sealed class PluginReloader(
    PluginCatalog catalog,
    PluginPlanner planner,
    PluginTurns turns,
    PluginOperations operations,
    PluginSwap swap,
    PluginRetirement retirement,
    int maxLeaked,
    ILogger logger)
{
    /// <summary>How often memory is collected before a plugin is refused: code leaves with the second or third time.</summary>
    private const int CountingRounds = 5;

    /// <summary>Takes changes over. Their turns are asked for in the order of dependencies.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="taken">Told of each change that has been taken over, whatever came of it.</param>
    /// <param name="cancellationToken">Gives it up; what has begun to stop is stopped.</param>
    /// <returns>What came of each plugin that was reloaded, started or removed.</returns>
    public async Task<IReadOnlyList<PluginReload>> ApplyAsync(IReadOnlyList<PluginChange> changes, Action<PluginChange> taken, CancellationToken cancellationToken)
    {
        var round = new ReloadRound(changes, catalog);
        var removing = Task.WhenAll(round.Going.Select(async going =>
        {
            var reload = await RemoveAsync(going.Entry, cancellationToken).ConfigureAwait(false);
            if (!round.Coming.Exists(coming => coming.Change == going.Change))
            {
                taken(going.Change);
            }

            return reload;
        }));
        if (round.ComeInPlaceOfOthers)
        {
            await removing.ConfigureAwait(false);
        }

        round.Join(planner.Add([.. round.Coming.Select(static coming => coming.Definition)]));
        if (round.Coming.Count > 0)
        {
            planner.Renew();
        }

        var done = await Task.WhenAll(planner.Order(round.Candidates).Select(async entry =>
        {
            var reload = round.Candidates[entry] is { } candidate
                ? await ChangeAsync(entry, candidate, round.Changes[entry].IsAsked, cancellationToken).ConfigureAwait(false)
                : await StartAsync(entry, cancellationToken).ConfigureAwait(false);
            taken(round.Changes[entry]);
            return reload;
        })).ConfigureAwait(false);
        var removed = await removing.ConfigureAwait(false);
        var followed = await StartWaitingAsync(cancellationToken).ConfigureAwait(false);
        return [.. removed.Concat(done).Concat(followed).OfType<PluginReload>()];
    }

    private async Task<PluginReload?> RemoveAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        PluginReload? removed = null;
        await turns.StartAsync(
            TurnScope.Of(entry),
            async _ =>
            {
                await operations.StopInTurnAsync([entry]).ConfigureAwait(false);
                planner.Remove(entry);
                logger.PluginRemoved(entry.Name, entry.Source.Folder);
                if (entry.Source.Id is not null)
                {
                    removed = swap.Report(entry, PluginReloadOutcome.Removed, code: null, reason: null, TimeSpan.Zero);
                }

                Follow(entry, removed);
            },
            cancellationToken).ConfigureAwait(false);
        planner.Renew();
        return removed;
    }

    private async Task<PluginReload?> StartAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        await operations.StartAsync([entry], static _ => true, cancellationToken).ConfigureAwait(false);
        return ReportStart(entry);
    }

    private async Task<PluginReload?> ChangeAsync(PluginEntry entry, PluginDefinition candidate, bool isAsked, CancellationToken cancellationToken)
    {
        PluginReload? reload = null;
        await turns.StartAsync(
            TurnScope.Of(entry, planner.WithDependencies(entry, candidate)),
            async token =>
            {
                // What was replaced before is still ending, and would pile up if it were not waited for.
                await entry.Retiring.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                token.ThrowIfCancellationRequested();
                reload = await ChangeInTurnAsync(entry, candidate, isAsked, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        planner.Renew();
        return reload;
    }

    private async Task<PluginReload?> ChangeInTurnAsync(PluginEntry entry, PluginDefinition candidate, bool isAsked, CancellationToken cancellationToken)
    {
        if (!catalog.Entries.Contains(entry))
        {
            return ReportStart(entry);
        }

        if (entry.Activation is null)
        {
            planner.BecomeAtRest(entry, candidate);
            return isAsked || entry.Status.State is not (PluginState.Stopped or PluginState.Disabled) ? await RestartAsync(planner.Renew).ConfigureAwait(false) : null;
        }

        try
        {
            if (planner.Claim(entry, candidate) is var (_, code, reason))
            {
                return swap.Keep(entry, PluginReloadOutcome.Failed, code, reason);
            }

            // One whose health failed is there in part.
            return entry.Status.IsServing
                ? await ReplaceAsync(entry, candidate, cancellationToken).ConfigureAwait(false)
                : await RestartAsync(Become).ConfigureAwait(false);
        }
        finally
        {
            entry.Candidate = null;
        }

        void Become()
        {
            planner.BecomeAtRest(entry, candidate);
            planner.Renew();
        }

        async Task<PluginReload?> RestartAsync(Action rested)
        {
            await operations.RestartInTurnAsync([entry], cancellationToken, rested).ConfigureAwait(false);
            return ReportStart(entry);
        }
    }

    private async Task<PluginReload> ReplaceAsync(PluginEntry entry, PluginDefinition candidate, CancellationToken cancellationToken)
    {
        if (planner.FindCycle(entry, candidate) is { } cycle)
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, cycle.Code, cycle.Message);
        }

        if (PluginDependencies.Complaint(catalog, candidate) is var (missing, why))
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, missing, why);
        }

        return IsFullOfLeaks(entry)
            ? swap.Keep(entry, PluginReloadOutcome.Refused, PluginErrorCodes.LeakDetected, $"{entry.Leaked.Count} earlier generations of it are still in memory, and another one would only add to them. See what holds them in the last reloads of the log, restart the process, or raise MaxLeakedGenerations, which is {maxLeaked}.")
            : await swap.ReplaceAsync(entry, candidate, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts those that were out, or failed, only because of others, until nobody serves that did not.</summary>
    private async Task<IReadOnlyList<PluginReload>> StartWaitingAsync(CancellationToken cancellationToken)
    {
        var done = new List<PluginReload>();
        while (planner.TakeWaiting() is { Count: > 0 } waiting)
        {
            await operations.StartAsync(waiting.Keys, static entry => entry.Status.State == PluginState.Unavailable, cancellationToken).ConfigureAwait(false);
            done.AddRange(waiting.Where(static pair => pair.Value).Select(pair => ReportStart(pair.Key)).OfType<PluginReload>());
            if (!waiting.Keys.Any(static entry => entry.Status.IsServing))
            {
                break;
            }

            // What has started may be what somebody waited for.
            planner.Renew();
        }

        return done;
    }

    /// <summary>Counts the generations that are still alive; some may have gone since that was looked at.</summary>
    private bool IsFullOfLeaks(PluginEntry entry)
    {
        lock (entry.Leaked)
        {
            var known = entry.Leaked.Count;
            if (known == 0)
            {
                return false;
            }

            for (var round = 0; round < CountingRounds && entry.Leaked.Count(static leaked => leaked.IsAlive()) >= maxLeaked; round++)
            {
                entry.Leaked.ForEach(static leaked => leaked.Collect());
            }

            entry.Leaked.RemoveAll(static leaked => !leaked.IsAlive());
            if (entry.Leaked.Count < known)
            {
                entry.Note(reload: null, entry.Leaked.Count - known);
            }

            return entry.Leaked.Count > 0 && entry.Leaked.Count >= maxLeaked;
        }
    }

    private PluginReload? ReportStart(PluginEntry entry)
    {
        var status = entry.Status;
        return status.Id is null ? null
            : status.IsServing ? swap.Report(entry, PluginReloadOutcome.Started, code: null, reason: null, status.StartDuration ?? TimeSpan.Zero)
            : swap.Keep(entry, PluginReloadOutcome.Failed, status.Code, status.Reason);
    }

    private void Follow(PluginEntry entry, PluginReload? reload)
    {
        if (entry.Stopped is { } stopped)
        {
            entry.Stopped = null;
            _ = retirement.FollowAsync(entry, stopped, reload);
        }
    }
}
