using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Dispatch;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Starts and stops plugins in the order of a plan: groups one after the other, the members of a group in parallel.</summary>
internal sealed class PluginSequence(PluginStarter starter, PluginStopper stopper, Func<PluginEntry, IReadOnlySet<PluginEntry>> dependenciesOf)
{
    /// <summary>Starts those that can be started.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what had been started runs on.</exception>
    public async Task StartAsync(PluginPlan plan, Func<PluginEntry, bool> isWanted, CancellationToken cancellationToken)
    {
        foreach (var group in plan.Groups)
        {
            cancellationToken.ThrowIfCancellationRequested();

            await StartGroupAsync(group, isWanted, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts members of one group in parallel.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what had been started runs on.</exception>
    public Task StartGroupAsync(IReadOnlyList<PluginEntry> group, Func<PluginEntry, bool> isWanted, CancellationToken cancellationToken)
    {
        // What is left of a leaked plugin is still there: a second one beside it is not what anybody expects.
        var starts = group
            .Where(entry => entry.Activation is null && entry.Status.State != PluginState.Leaked && isWanted(entry))
            .Select(entry => starter.StartAsync(entry, dependenciesOf(entry), cancellationToken))
            .ToList();
        return Task.WhenAll(starts);
    }

    /// <summary>Stops those that run, in the reverse order.</summary>
    /// <returns>What went wrong, which is logged too.</returns>
    public async Task<IReadOnlyList<KeyValuePair<PluginId, string>>> StopAsync(PluginPlan plan, CancellationToken cancellationToken)
    {
        var errors = new List<KeyValuePair<PluginId, string>>();
        foreach (var group in plan.Groups.Reverse())
        {
            var running = group.Where(static entry => entry.Activation is not null).Reverse().ToList();
            var faults = await Task.WhenAll(running.Select(entry => stopper.StopAsync(entry, cancellationToken))).ConfigureAwait(false);
            errors.AddRange(running.Zip(faults).Where(static pair => pair.Second is not null).Select(static pair => KeyValuePair.Create(pair.First.Manifest!.Id, pair.Second!)));
        }

        return errors;
    }
}
