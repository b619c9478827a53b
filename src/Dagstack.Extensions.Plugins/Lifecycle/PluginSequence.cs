using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Starts and stops plugins in the order of a plan: groups one after the other, the members of a group in parallel.</summary>
internal sealed class PluginSequence(PluginStarter starter, PluginStopper stopper, Func<PluginEntry, IReadOnlySet<PluginEntry>> dependenciesOf)
{
    /// <summary>How many plugins start or stop at a time. Each may need a thread, and its time begins with its turn.</summary>
    private const int Parallelism = 256;

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
        var starting = group
            .Where(entry => entry.Activation is null && entry.Status.State != PluginState.Leaked && isWanted(entry))
            .ToList();
        return new Turns(starting.Count).RunAsync(Parallelism, onPool: false, index => new(starter.StartAsync(starting[index], dependenciesOf(starting[index]), cancellationToken)));
    }

    /// <summary>Stops those that run, in the reverse order.</summary>
    /// <returns>What went wrong, which is logged too.</returns>
    public async Task<IReadOnlyList<KeyValuePair<PluginId, string>>> StopAsync(PluginPlan plan, StopTime time)
    {
        var errors = new List<KeyValuePair<PluginId, string>>();
        foreach (var group in plan.Groups.Reverse())
        {
            var running = group.Where(static entry => entry.Activation is not null).Reverse().ToList();
            var faults = new string?[running.Count];
            await new Turns(running.Count).RunAsync(Parallelism, onPool: false, async index => faults[index] = await stopper.StopAsync(running[index], time).ConfigureAwait(false)).ConfigureAwait(false);
            errors.AddRange(running.Zip(faults).Where(static pair => pair.Second is not null).Select(static pair => KeyValuePair.Create(pair.First.Manifest!.Id, pair.Second!)));
        }

        return errors;
    }
}
