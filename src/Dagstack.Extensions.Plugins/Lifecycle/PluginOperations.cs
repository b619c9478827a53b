using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Starts and stops single plugins while the host runs, each in its own turn: one that hangs holds up only itself and who needs it.</summary>
/// <param name="turns">The turns of plugins.</param>
/// <param name="planner">Knows who needs whom.</param>
/// <param name="sequence">Starts and stops them.</param>
/// <param name="stopped">Told of a plugin that has been stopped to be started again.</param>
/// <param name="time">Tells when starts are asked for.</param>
internal sealed class PluginOperations(PluginTurns turns, PluginPlanner planner, PluginSequence sequence, Action<PluginEntry> stopped, TimeProvider time)
{
    /// <summary>Starts plugins, in the order of their dependencies.</summary>
    /// <param name="entries">The plugins.</param>
    /// <param name="isWanted">Asked when a plugin's turn has come.</param>
    /// <param name="askedBy">What asks for it.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task StartAsync(IEnumerable<PluginEntry> entries, Func<PluginEntry, bool> isWanted, AskedBy askedBy, CancellationToken cancellationToken)
    {
        var turn = new StartTurn(askedBy, StartMoment.Now(time));
        return InTurnsAsync(entries, (entry, token) => sequence.StartAsync(entry, isWanted, turn, token), cancellationToken);
    }

    /// <summary>Starts plugins again, for the application, that have failed, also those that are still there in part.</summary>
    public Task RestartAsync(IEnumerable<PluginEntry> entries, CancellationToken cancellationToken) =>
        InTurnsAsync(entries, (entry, token) => PluginSupervision.CanRetry(entry) ? RestartInTurnAsync([entry], AskedBy.Api, token) : Task.CompletedTask, cancellationToken);

    /// <summary>Starts a plugin for the application, and what it depends on, in one turn.</summary>
    public Task StartWithDependenciesAsync(PluginEntry entry, CancellationToken cancellationToken)
    {
        var all = planner.WithDependencies(entry);
        return turns.StartAsync(TurnScope.Of(all), token => RestartInTurnAsync(all, AskedBy.Api, token), cancellationToken);
    }

    /// <summary>Starts plugins that do not serve, after stopping what is there of them.</summary>
    /// <param name="entries">The plugins.</param>
    /// <param name="askedBy">What asks for it.</param>
    /// <param name="cancellationToken">Gives up the start. What is stopped for it has failed then, and may be tried again.</param>
    /// <param name="rested">Called when nothing of them is there.</param>
    public async Task RestartInTurnAsync(IReadOnlyCollection<PluginEntry> entries, AskedBy askedBy, CancellationToken cancellationToken, Action? rested = null)
    {
        List<PluginEntry> stopping = [.. entries.Where(static entry => !entry.Status.IsServing && entry.Activation is not null)];

        // Not cancelled: what is stopped halfway is lost for good.
        await sequence.StopAsync(stopping, StopTime.Unlimited).ConfigureAwait(false);
        stopping.ForEach(stopped);
        rested?.Invoke();
        try
        {
            await sequence.StartAsync(planner.PlanOf(entries), static _ => true, askedBy, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            foreach (var entry in stopping.Where(static entry => entry.Status.State == PluginState.Stopped && entry.TryMove(PluginState.Starting)))
            {
                entry.TryMove(PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, "its start was cancelled.");
            }

            throw;
        }
    }

    private Task InTurnsAsync(IEnumerable<PluginEntry> entries, Func<PluginEntry, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Task.WhenAll([.. planner.PlanOf(entries).Groups.SelectMany(static group => group).Select(entry =>
            turns.StartAsync(TurnScope.Of(entry, planner.WithDependencies(entry)), token => act(entry, token), cancellationToken))]);
}
