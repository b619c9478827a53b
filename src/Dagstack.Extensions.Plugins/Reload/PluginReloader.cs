using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Trust;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Takes over changes of plugins: who goes and who comes is settled first, then each is started or replaced in its own turn.</summary>
internal sealed class PluginReloader(
    PluginCatalog catalog,
    PluginPlanner planner,
    PluginTurns turns,
    PluginSequence sequence,
    PluginOperations operations,
    PluginSwap swap,
    PluginRetirement retirement,
    int maxLeaked,
    ILogger logger)
{
    private readonly MissedChanges _missed = new(catalog);

    /// <summary>Takes changes over. Their turns are asked for in the order of dependencies.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="taken">Told of each change that has been taken over, whatever came of it.</param>
    /// <param name="cancellationToken">Gives it up; what has begun to stop is stopped.</param>
    /// <returns>What came of each plugin that was reloaded, started or removed.</returns>
    public Task<IReadOnlyList<PluginReload>> ApplyAsync(IReadOnlyList<PluginChange> changes, Action<PluginChange> taken, CancellationToken cancellationToken) =>
        turns.InRoundAsync(token => ApplyInRoundAsync(new(changes, catalog), taken, token), cancellationToken);

    private async Task<IReadOnlyList<PluginReload>> ApplyInRoundAsync(ReloadRound round, Action<PluginChange> taken, CancellationToken cancellationToken)
    {
        var removing = round.Going.ConvertAll(going => (going.Entry, Done: RemoveAsync(round, going.Entry, going.Change, taken, cancellationToken)));
        await Task.WhenAll(removing.Where(going => round.IsReplaced(going.Entry)).Select(static going => going.Done)).ConfigureAwait(false);
        round.Join(planner.Add([.. round.Coming.Select(static coming => coming.Definition)]));
        if (round.Coming.Count > 0)
        {
            planner.Renew();
        }

        // Those that this lets in may be what others need.
        var waiting = planner.TakeWaiting();
        try
        {
            foreach (var entry in waiting.Keys)
            {
                round.Candidates.TryAdd(entry, null);
            }

            var changing = planner.Order(round.Candidates).Select(entry => TakeOverAsync(round, entry, taken, cancellationToken)).ToList();
            var done = await Task.WhenAll(removing.Select(static going => going.Done).Concat(changing).Select(change => AndWaitingAsync(change, cancellationToken))).ConfigureAwait(false);
            return [.. done.SelectMany(static reloads => reloads)];
        }
        catch (OperationCanceledException)
        {
            planner.GiveBack(waiting);
            throw;
        }
    }

    private async Task<PluginReload?> TakeOverAsync(ReloadRound round, PluginEntry entry, Action<PluginChange> taken, CancellationToken cancellationToken)
    {
        var change = round.Changes.GetValueOrDefault(entry);
        var reload = round.Candidates[entry] is { } candidate
            ? await ChangeAsync(entry, candidate, change!, cancellationToken).ConfigureAwait(false)
            : await StartAsync(entry, change, cancellationToken).ConfigureAwait(false);
        if (change is not null)
        {
            taken(change);
        }

        return reload;
    }

    /// <summary>Starts, when a change is done, those that waited for it.</summary>
    private async Task<IReadOnlyList<PluginReload>> AndWaitingAsync(Task<PluginReload?> change, CancellationToken cancellationToken)
    {
        var reload = await change.ConfigureAwait(false);
        var followed = await StartWaitingAsync(cancellationToken).ConfigureAwait(false);
        return reload is null ? followed : [reload, .. followed];
    }

    /// <summary>Removes a plugin, unless it is gone already, or runs and what lies in its folder now is no plugin.</summary>
    private async Task<PluginReload?> RemoveAsync(ReloadRound round, PluginEntry entry, PluginChange change, Action<PluginChange> taken, CancellationToken cancellationToken)
    {
        PluginReload? reload = null;
        var (isRemoved, successor) = (false, round.SuccessorOf(entry));
        await turns.StartAsync(
            TurnScope.Of(entry),
            async _ =>
            {
                if (!catalog.Entries.Contains(entry))
                {
                    return;
                }

                if (successor is { Checked.IsValid: false } && entry.Activation is not null)
                {
                    reload = swap.Keep(entry, PluginReloadOutcome.Failed, change.AskedBy, PluginErrorCodes.ManifestInvalid, string.Join(" ", successor.Checked.Problems));
                    return;
                }

                isRemoved = true;
                await sequence.StopAsync([entry], StopTime.Unlimited).ConfigureAwait(false);
                planner.Remove(entry);
                _missed.Forget(entry);
                logger.PluginRemoved(entry.Name, entry.Source.Folder);
                if (entry.Source.Id is not null)
                {
                    reload = swap.Report(entry, PluginReloadOutcome.Removed, change.AskedBy, code: null, reason: null, TimeSpan.Zero);
                }

                retirement.FollowStopped(entry, reload);
                planner.Renew();
            },
            cancellationToken).ConfigureAwait(false);
        if (!isRemoved)
        {
            round.Drop(entry);
        }

        if (!isRemoved || successor is null)
        {
            taken(change);
        }

        return reload;
    }

    private async Task<PluginReload?> StartAsync(PluginEntry entry, PluginChange? change, CancellationToken cancellationToken)
    {
        var askedBy = change?.AskedBy ?? AskedBy.Retry;
        await operations.StartAsync([entry], entry => change is not null || entry.Status.State == PluginState.Unavailable, askedBy, cancellationToken).ConfigureAwait(false);
        return ReportStart(entry, askedBy);
    }

    /// <param name="entry">The plugin.</param>
    /// <param name="candidate">What it is to be.</param>
    /// <param name="change">What asks for it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="missed">The change that waited until now; it is not made if another one was meanwhile.</param>
    private async Task<PluginReload?> ChangeAsync(PluginEntry entry, PluginDefinition candidate, PluginChange change, CancellationToken cancellationToken, MissedChange? missed = null)
    {
        PluginReload? reload = null;
        await turns.StartAsync(
            TurnScope.Of(entry, planner.WithDependencies(entry, candidate)),
            async token =>
            {
                // What was replaced before is still ending, and would pile up if it were not waited for.
                await entry.Retiring.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                token.ThrowIfCancellationRequested();
                if (missed is null)
                {
                    _missed.Forget(entry);
                }
                else if (!_missed.TryTake(entry, missed))
                {
                    return;
                }

                reload = await ChangeInTurnAsync(entry, candidate, change, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return reload;
    }

    private async Task<PluginReload?> ChangeInTurnAsync(PluginEntry entry, PluginDefinition candidate, PluginChange change, CancellationToken cancellationToken)
    {
        if (!catalog.Entries.Contains(entry))
        {
            return ReportStart(entry, change.AskedBy);
        }

        if (entry.Activation is null && candidate.Source.Id == entry.Source.Id)
        {
            planner.BecomeAtRest(entry, candidate);
            return change.IsAsked || entry.Status.State is not (PluginState.Stopped or PluginState.Disabled) ? await RestartAsync(rested: null).ConfigureAwait(false) : null;
        }

        try
        {
            if (planner.Claim(entry, candidate) is var (_, code, reason))
            {
                return swap.Keep(entry, PluginReloadOutcome.Failed, change.AskedBy, code, reason);
            }

            // One whose health failed is there in part.
            return entry.Status.IsServing
                ? await ReplaceAsync(entry, candidate, change, cancellationToken).ConfigureAwait(false)
                : await RestartAsync(() => planner.BecomeAtRest(entry, candidate)).ConfigureAwait(false);
        }
        finally
        {
            // What it has claimed may have kept others out.
            entry.Candidate = null;
            planner.Renew();
        }

        async Task<PluginReload?> RestartAsync(Action? rested)
        {
            await operations.RestartInTurnAsync([entry], change.AskedBy, cancellationToken, rested).ConfigureAwait(false);
            return ReportStart(entry, change.AskedBy);
        }
    }

    private async Task<PluginReload> ReplaceAsync(PluginEntry entry, PluginDefinition candidate, PluginChange change, CancellationToken cancellationToken)
    {
        var askedBy = change.AskedBy;
        if (planner.FindCycle(entry, candidate) is { } cycle)
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, askedBy, cycle.Code, cycle.Message);
        }

        if (PluginDependencies.Complaint(catalog, candidate) is var (missing, why))
        {
            if (change.IsAsked || missing != PluginErrorCodes.MissingDependency)
            {
                return swap.Keep(entry, PluginReloadOutcome.Failed, askedBy, missing, why);
            }

            _missed.Add(entry, new(candidate, change));
            return swap.Keep(entry, PluginReloadOutcome.Failed, askedBy, missing, $"{why} What was there before goes on, and is replaced when that serves.");
        }

        return LeakedGenerations.Count(entry, maxLeaked) is > 0 and var leaked && leaked >= maxLeaked
            ? swap.Keep(entry, PluginReloadOutcome.Refused, askedBy, PluginErrorCodes.LeakDetected, $"{leaked} earlier generations of it are still in memory, and another one would only add to them. See what holds them in the last reloads of the log, restart the process, or raise MaxLeakedGenerations, which is {maxLeaked}.")
            : await swap.ReplaceAsync(entry, candidate, askedBy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts those that were out, or failed, only because of others, and makes changes that waited for them, until nobody serves that did not.</summary>
    private async Task<IReadOnlyList<PluginReload>> StartWaitingAsync(CancellationToken cancellationToken)
    {
        var done = new List<PluginReload>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var waiting = planner.TakeWaiting();
            try
            {
                await operations.StartAsync(waiting.Keys, static entry => entry.Status.State == PluginState.Unavailable, AskedBy.Retry, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                planner.GiveBack(waiting);
                throw;
            }

            done.AddRange(waiting.Where(static pair => pair.Value).Select(pair => ReportStart(pair.Key, AskedBy.Retry)).OfType<PluginReload>());
            var made = await Task.WhenAll(_missed.Possible.Select(pair => ChangeAsync(pair.Key, pair.Value.Candidate, pair.Value.Change, cancellationToken, pair.Value))).ConfigureAwait(false);
            done.AddRange(made.OfType<PluginReload>());
            if (!waiting.Keys.Any(static entry => entry.Status.IsServing) && !Array.Exists(made, static reload => reload is not null))
            {
                return done;
            }

            // What has started may be what somebody waited for.
            planner.Renew();
        }
    }

    private PluginReload? ReportStart(PluginEntry entry, AskedBy askedBy)
    {
        var status = entry.Status;
        return status.Id is null ? null
            : status.IsServing ? swap.Report(entry, PluginReloadOutcome.Started, askedBy, code: null, reason: null, status.StartDuration ?? TimeSpan.Zero)
            : swap.Keep(entry, PluginReloadOutcome.Failed, askedBy, status.Code, status.Reason);
    }
}
