using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Does to plugins what is asked for. What has begun goes on when nobody waits for it any more: half of a change is of no use.</summary>
/// <param name="registry">The plugins.</param>
/// <param name="stopping">Whether the application stops.</param>
internal sealed class PluginActions(IPluginRegistry registry, CancellationToken stopping)
{
    /// <summary>Does something to one plugin.</summary>
    public Task<PluginDeed> RunAsync(PluginVerb verb, PluginId id) => GuardedAsync(verb switch
    {
        PluginVerb.Setup => async () => Started(await registry.SetupPluginAsync(id).ConfigureAwait(false)),
        PluginVerb.Teardown => async () => Stopped(await registry.TeardownPluginAsync(id).ConfigureAwait(false)),
        PluginVerb.Retry => () => RetryAsync(id),
        PluginVerb.Activate => () => Task.FromResult(Activated(registry.Activate(id), id)),
        _ => async () => Reloaded(await registry.ReloadAsync(id).ConfigureAwait(false)),
    });

    /// <summary>Tries all plugins again that are unavailable.</summary>
    public Task<PluginDeed> RetryAllAsync() => GuardedAsync(async () =>
    {
        await registry.RetryAsync().ConfigureAwait(false);
        var unavailable = registry.Plugins.Where(static plugin => plugin.State == PluginState.Unavailable).ToList();
        return unavailable.Count == 0 ? new("ready") : new("unavailable", Failure: new(PluginFailureKind.Failed, $"{unavailable.Count} plugins are unavailable still: {string.Join(", ", unavailable.Take(10))}{(unavailable.Count > 10 ? ", …" : string.Empty)}"));
    });

    private async Task<PluginDeed> RetryAsync(PluginId id) => registry.Find(id) is { State: not PluginState.Unavailable } status
        ? new(PluginStates.NameOf(status.State), status, Failure: new(PluginFailureKind.NotPossible, $"The plugin is {PluginStates.NameOf(status.State)}, and only one that is unavailable is tried again. To have a new instance of it, reload it."))
        : Started(await registry.SetupPluginAsync(id).ConfigureAwait(false));

    private PluginDeed Activated(ActivePlugin active, PluginId id) => active.Plugin == id
        ? new("active", registry.Find(id))
        : new("not_active", registry.Find(id), Failure: new(PluginFailureKind.NotPossible, $"Another one is active: {active}."));

    private static PluginDeed Started(PluginStatus status) => new(
        PluginStates.NameOf(status.State),
        status,
        Failure: status.IsServing ? null : new(PluginFailureKind.Failed, status.Reason ?? $"It is {PluginStates.NameOf(status.State)}.", status.Code));

    private static PluginDeed Stopped(PluginStatus status) => new(
        PluginStates.NameOf(status.State),
        status,
        Failure: status.State != PluginState.Leaked ? null : new(PluginFailureKind.Failed, status.Reason ?? "It could not be stopped in time; what it holds stays until the process ends.", status.Code));

    private PluginDeed Reloaded(PluginReload reload) => new(
        OutcomeNames.Of(reload.Outcome),
        registry.Find(reload.Plugin),
        reload,
        reload.Outcome switch
        {
            PluginReloadOutcome.Failed => new(PluginFailureKind.Failed, reload.Reason ?? "The new instance could not be had.", reload.Code),
            PluginReloadOutcome.Refused => new(PluginFailureKind.NotPossible, reload.Reason ?? "Too many earlier generations are still in memory.", reload.Code),
            _ => null,
        });

    /// <summary>Runs on a thread of its own: a registry may block before it hands out a task.</summary>
    private async Task<PluginDeed> GuardedAsync(Func<Task<PluginDeed>> act)
    {
        try
        {
            return await Task.Run(act).ConfigureAwait(false);
        }
        catch (PluginNotFoundException fault)
        {
            return new("no_such_plugin", Failure: new(PluginFailureKind.NotFound, fault.Message, fault.Code));
        }
        catch (PluginRegistryException fault)
        {
            return new("failed", Failure: new(fault is TeardownErrorsException ? PluginFailureKind.Failed : PluginFailureKind.NotPossible, ExceptionText.MessageOf(fault), fault.Code));
        }
        catch (Exception fault) when (fault is ObjectDisposedException || (fault is OperationCanceledException && stopping.IsCancellationRequested))
        {
            return new("stopping", Failure: new(PluginFailureKind.Stopping, "The application is stopping, and starts nothing any more."));
        }
        catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException)
        {
            return new("not_possible", Failure: new(PluginFailureKind.NotPossible, ExceptionText.MessageOf(fault)));
        }
        catch (Exception fault)
        {
            return new("failed", Failure: new(PluginFailureKind.Unexpected, ExceptionText.Of(fault)));
        }
    }
}
