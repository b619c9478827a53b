using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Files;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>An instance of a plugin with what it lives on: what the host has lent to it, the copy that it is loaded from, and the count of its calls.</summary>
#pragma warning disable CA1001 // Its tokens have nothing to dispose.
internal sealed class PluginActivation
#pragma warning restore CA1001
{
    private readonly PluginLease _lease;
    private readonly PluginCancellation _units = new();
    private readonly PluginCancellation _abandoned = new();

    /// <param name="instance">The instance.</param>
    /// <param name="context">What the plugin was given, which counts its calls from now on.</param>
    /// <param name="lease">What was lent to it.</param>
    /// <param name="copy">The copy of the plugin's folder that it is loaded from.</param>
    public PluginActivation(PluginInstance instance, PluginContext context, PluginLease lease, ShadowCopy? copy)
    {
        (Instance, _lease, Copy) = (instance, lease, copy);
        Target = new(instance.Target, instance.Stopping);
        context.CountCalls = () => Target.InFlight;
    }

    public PluginInstance Instance { get; }

    public PluginTarget Target { get; }

    /// <inheritdoc cref="PluginInstance.ReportsHealth"/>
    public bool ReportsHealth { get; private set; }

    /// <inheritdoc cref="PluginInstance.CanBeKilled"/>
    public bool CanBeKilled { get; private set; }

    /// <inheritdoc cref="PluginInstance.RunsUnits"/>
    public bool RunsUnits { get; private set; }

    /// <summary>Gets the token of its units of work: cancelled when it is to end, before its calls are drained.</summary>
    public CancellationToken UnitsEnd => _units.Token;

    /// <summary>Gets the token that is cancelled when nobody waits any more for units that are still inside: it has ended, or is leaked.</summary>
    public CancellationToken UnitsAbandoned => _abandoned.Token;

    /// <summary>Gets or sets what its first health check, at the end of its setup, said is wrong, though it can serve.</summary>
    /// <value>Null if nothing is.</value>
    public string? StartsDegraded { get; set; }

    /// <summary>Gets or sets what its first health check said; null if it was not asked.</summary>
    public PluginHealthCheck? FirstHealth { get; set; }

    /// <summary>Gets the copy of the plugin's folder that it is loaded from; null if it is loaded from there itself.</summary>
    public ShadowCopy? Copy { get; }

    /// <summary>Gets the hash of what it was loaded from; null where it was not computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets or sets a value indicating whether its setup has completed, so that its teardown is called.</summary>
    public bool IsSetUp { get; set; }

    /// <inheritdoc cref="IPluginHandlers.Running"/>
    public IReadOnlyList<string> RunningHandlers => _lease.Handlers.Running;

    /// <summary>Asks the instance what it can do, once.</summary>
    public void Ask() => (ReportsHealth, CanBeKilled) = (Instance.ReportsHealth, Instance.CanBeKilled);

    /// <summary>Asks the instance what it has become by its setup, once.</summary>
    public void AskAfterSetup() => RunsUnits = Instance.RunsUnits;

    /// <summary>Cancels its units of work, which would keep it from ending as long as they take.</summary>
    public void EndUnits() => _units.Cancel();

    /// <summary>Waits no longer for units of work that are still inside.</summary>
    public void AbandonUnits() => _abandoned.Cancel();

    /// <summary>Has something entered around what its handlers of events run from now on.</summary>
    public void EnterAroundHandlers(Func<IDisposable> around) => _lease.Handlers.Around = around;

    /// <summary>Ends the handlers of events of an instance that cannot be ended itself: none is called any more, and none is waited for.</summary>
    public void EndHandlers() => _lease.Handlers.End(wasTornDown: false);

    /// <summary>Ends the instance, its handlers of events first, and what was lent to it.</summary>
    public async Task<PluginEnding> EndAsync(CancellationToken cancellationToken)
    {
        var ending = new PluginEnding(cancellationToken);
        await ending.TryAsync("ending its handlers of events", _lease.Handlers.StopAsync).ConfigureAwait(false);
        await ending.TryAsync("ending it", () => Instance.EndAsync(ending)).ConfigureAwait(false);
        _lease.Handlers.End(wasTornDown: IsSetUp);
        await ending.TryAsync("disposing its scope of the host's services", _lease.DisposeAsync).ConfigureAwait(false);
        return ending;
    }
}
