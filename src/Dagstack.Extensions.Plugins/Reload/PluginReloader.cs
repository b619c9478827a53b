using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Takes over changes of plugins: what goes first, then, in the order of dependencies, what comes and what becomes another.</summary>
internal sealed class PluginReloader(
    PluginCatalog catalog,
    PluginPlanner planner,
    PluginSequence sequence,
    PluginSwap swap,
    PluginRetirement retirement,
    Action renew,
    int maxLeaked,
    ILogger logger)
{
    /// <summary>How often memory is collected before a plugin is refused: code leaves with the second or third time.</summary>
    private const int CountingRounds = 5;

    /// <summary>Takes changes over. Nothing else starts or stops plugins meanwhile.</summary>
    /// <returns>What came of each plugin that was reloaded, started or removed.</returns>
    public async Task<IReadOnlyList<PluginReload>> ApplyAsync(IReadOnlyList<PluginChange> changes, CancellationToken cancellationToken)
    {
        var round = new ReloadRound();
        foreach (var change in changes)
        {
            Sort(change, round);
        }

        // What is stopped halfway is lost for good: whoever gives this up does not give up that.
        await RemoveAsync(round).ConfigureAwait(false);
        Add(round);

        // Those that are there in part, since their health failed.
        await StopAsync(round.Starting).ConfigureAwait(false);
        do
        {
            round.Starting.UnionWith(planner.Renew());
            renew();
            await RunAsync(round, cancellationToken).ConfigureAwait(false);

            // What has become another may be what somebody waited for.
        }
        while (planner.HasMore());

        renew();
        round.Done.AddRange(round.Starting.Where(static entry => entry.Source.Id is not null).Select(ReportStart));
        return round.Done;
    }

    private async Task RunAsync(ReloadRound round, CancellationToken cancellationToken)
    {
        foreach (var group in planner.Plan.Groups)
        {
            var replacements = group.Where(round.Candidates.ContainsKey).Select(entry => ReplaceAsync(entry, round.Candidates[entry], cancellationToken)).ToList();
            await sequence.StartGroupAsync(group, entry => round.Starting.Contains(entry) || WaitsForOthers(entry), cancellationToken).ConfigureAwait(false);
            round.Done.AddRange(await Task.WhenAll(replacements).ConfigureAwait(false));
        }

        round.Candidates.Clear();
    }

    private void Sort(PluginChange change, ReloadRound round)
    {
        var candidate = change.Source is { } source ? catalog.Define(source) : null;
        switch (change.Entry)
        {
            case null when candidate is not null:
                round.Coming.Add(candidate);
                break;
            case { } entry when candidate is null:
                round.Going.Add(entry);
                break;
            case { } entry when candidate!.Source.Id != entry.Source.Id && (candidate.Checked.IsValid || entry.Activation is null):
                // Another plugin lies in the folder now.
                round.Going.Add(entry);
                round.Coming.Add(candidate);
                break;
            case { Activation: not null, Status.IsServing: true } entry:
                round.Candidates.Add(entry, candidate!);
                break;
            case { Activation: not null } entry when catalog.Complaint(entry, candidate!) is var (_, code, reason):
                // It is there in part, since its health failed, and stays so.
                round.Done.Add(swap.Keep(entry, PluginReloadOutcome.Failed, code, reason));
                break;
            case { } entry:
                Become(entry, candidate!);
                if (change.IsAsked || entry.Status.State is not (PluginState.Stopped or PluginState.Disabled))
                {
                    round.Starting.Add(entry);
                }

                break;
        }
    }

    private void Become(PluginEntry entry, PluginDefinition definition)
    {
        entry.Become(definition);
        entry.LetIn();
        if (catalog.Complaint(entry, definition) is var (state, code, reason))
        {
            entry.TakeOut(state, code, reason);
        }
    }

    private async Task RemoveAsync(ReloadRound round)
    {
        await sequence.StopAsync(planner.PlanOf(round.Going), StopTime.Unlimited).ConfigureAwait(false);
        await sequence.StopAsync(PluginPlan.Unordered([.. round.Going.Where(static entry => entry.Activation is not null)]), StopTime.Unlimited).ConfigureAwait(false);
        foreach (var entry in round.Going)
        {
            // Why its callers fail is known before they no longer find it.
            entry.Leave();
            catalog.Remove(entry);
            logger.PluginRemoved(entry.Name, entry.Source.Folder);
            if (entry.Source.Id is not null)
            {
                var removed = swap.Report(entry, PluginReloadOutcome.Removed, code: null, reason: null, TimeSpan.Zero);
                round.Done.Add(removed);
                Follow(entry, removed);
            }
        }
    }

    private void Add(ReloadRound round)
    {
        foreach (var definition in round.Coming)
        {
            // Looked at before it is there itself.
            var complaint = catalog.Complaint(self: null, definition);
            var entry = catalog.Add(definition);
            logger.PluginAdded(entry.Name);
            if (complaint is var (state, code, reason))
            {
                entry.TakeOut(state, code, reason);
                logger.PluginNotReady(entry.Name, PluginStates.NameOf(entry.Status.State), code, reason);
            }

            round.Starting.Add(entry);
        }
    }

    private async Task<PluginReload> ReplaceAsync(PluginEntry entry, PluginDefinition candidate, CancellationToken cancellationToken)
    {
        if (catalog.Complaint(entry, candidate) is var (_, code, reason))
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, code, reason);
        }

        if (planner.FindCycle(entry, candidate) is { } cycle)
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, cycle.Code, cycle.Message);
        }

        if (PluginDependencies.Complaint(catalog, candidate) is var (missing, why))
        {
            return swap.Keep(entry, PluginReloadOutcome.Failed, missing, why);
        }

        if (!entry.Status.IsServing)
        {
            // Its health has failed since.
            return await RestartAsync(entry, candidate, cancellationToken).ConfigureAwait(false);
        }

        return IsFullOfLeaks(entry)
            ? swap.Keep(entry, PluginReloadOutcome.Refused, PluginErrorCodes.LeakDetected, $"{entry.Leaked.Count} earlier generations of it are still in memory, and another one would only add to them. See what holds them in the last reloads of the log, restart the process, or raise MaxLeakedGenerations, which is {maxLeaked}.")
            : await swap.ReplaceAsync(entry, candidate, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PluginReload> RestartAsync(PluginEntry entry, PluginDefinition candidate, CancellationToken cancellationToken)
    {
        await StopAsync([entry]).ConfigureAwait(false);
        Become(entry, candidate);
        await sequence.StartGroupAsync([entry], static _ => true, cancellationToken).ConfigureAwait(false);
        return ReportStart(entry);
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

    /// <summary>Tells whether a plugin failed only because of others, and may start now that these may be there.</summary>
    private static bool WaitsForOthers(PluginEntry entry) =>
        entry.Status is { State: PluginState.Unavailable, Code: PluginErrorCodes.MissingDependency } && entry.Activation is null;

    private PluginReload ReportStart(PluginEntry entry)
    {
        var status = entry.Status;
        return status.IsServing
            ? swap.Report(entry, PluginReloadOutcome.Started, code: null, reason: null, status.StartDuration ?? TimeSpan.Zero)
            : swap.Keep(entry, PluginReloadOutcome.Failed, status.Code, status.Reason);
    }

    private async Task StopAsync(IEnumerable<PluginEntry> entries)
    {
        List<PluginEntry> running = [.. entries.Where(static entry => entry.Activation is not null)];
        await sequence.StopAsync(PluginPlan.Unordered(running), StopTime.Unlimited).ConfigureAwait(false);
        running.ForEach(entry => Follow(entry, reload: null));
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
