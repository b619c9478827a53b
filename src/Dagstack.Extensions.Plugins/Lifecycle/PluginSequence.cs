using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Starts and stops plugins in the order of a plan: groups one after the other, the members of a group in parallel.</summary>
#pragma warning disable CA1001 // It lives as long as its host, and nothing waits for the handles of the semaphores.
internal sealed class PluginSequence(PluginStarter starter, PluginStopper stopper, PluginPlanner planner, TimeProvider time)
#pragma warning restore CA1001
{
    /// <summary>How many plugins start or stop at a time. Each may need a thread, and its time begins when it is let in.</summary>
    private const int Parallelism = 256;

    private readonly SemaphoreSlim _starting = new(Parallelism);
    private readonly SemaphoreSlim _stopping = new(Parallelism);

    /// <summary>Starts those that can be started.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what had been started runs on.</exception>
    public async Task StartAsync(PluginPlan plan, Func<PluginEntry, bool> isWanted, AskedBy askedBy, CancellationToken cancellationToken)
    {
        var turn = new StartTurn(askedBy, StartMoment.Now(time));
        foreach (var group in plan.Groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = turn;
            await Task.WhenAll([.. group.Select(entry => StartAsync(entry, isWanted, next, cancellationToken))]).ConfigureAwait(false);
            turn = turn with { After = group.Append(turn.After).OfType<PluginEntry>().MaxBy(static entry => entry.Start?.Ended ?? long.MinValue) };
        }
    }

    /// <summary>Starts one plugin, if it is not there.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task StartAsync(PluginEntry entry, Func<PluginEntry, bool> isWanted, StartTurn turn, CancellationToken cancellationToken)
    {
        // Whoever is cancelled has its turn all the same, and says so.
        await _starting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (!MayStart(entry) || !isWanted(entry))
            {
                return;
            }

            if (planner.ComplaintOf(entry) is var (code, reason))
            {
                // What it declares went while it was stopped.
                entry.TakeOut(PluginState.Unavailable, code, reason);
                return;
            }

            await starter.StartAsync(entry, planner.DependenciesOf(entry), turn, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Stops those that run, in the reverse order of their start; last those in no plan any more, since what they depend on has changed while they ran.</summary>
    /// <returns>What went wrong, which is logged too.</returns>
    public async Task<IReadOnlyList<KeyValuePair<PluginId, string>>> StopAsync(IEnumerable<PluginEntry> entries, StopTime time)
    {
        List<PluginEntry> all = [.. entries.Where(static entry => entry.Activation is not null)];
        var errors = new List<KeyValuePair<PluginId, string>>();
        foreach (var group in planner.PlanOf(all).Groups.Reverse().Append(all))
        {
            List<PluginEntry> running = [.. group.Where(static entry => entry.Activation is not null).Reverse()];
            var faults = await Task.WhenAll([.. running.Select(entry => StopAsync(entry, time))]).ConfigureAwait(false);
            errors.AddRange(running.Zip(faults).Where(static pair => pair.Second is not null).Select(static pair => KeyValuePair.Create(pair.First.Manifest!.Id, pair.Second!)));
        }

        return errors;
    }

    /// <summary>Stops one plugin, if it runs.</summary>
    /// <returns>What went wrong; null if nothing did.</returns>
    private async Task<string?> StopAsync(PluginEntry entry, StopTime time)
    {
        await _stopping.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await stopper.StopAsync(entry, time).ConfigureAwait(false);
        }
        finally
        {
            _stopping.Release();
        }
    }

    /// <summary>What is left of a leaked plugin is still there: a second one beside it is not what anybody expects.</summary>
    private static bool MayStart(PluginEntry entry) => entry.Activation is null && entry.Status.State != PluginState.Leaked;
}
