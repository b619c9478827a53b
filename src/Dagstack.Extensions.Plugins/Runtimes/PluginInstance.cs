using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins;

/// <summary>One instance of a plugin, as its runtime has made it.</summary>
/// <remarks>
/// The host calls <see cref="SetupAsync"/> once, then lets calls in; when it is over it lets none in, drains those that are
/// inside, and calls <see cref="EndAsync"/> once, also if the setup has failed. Members of other kinds may be called at any time between.
/// </remarks>
#pragma warning disable CA1001 // EndAsync ends it; its token has nothing to dispose.
public abstract class PluginInstance
#pragma warning restore CA1001
{
    private readonly PluginCancellation _calls = new();
    private readonly Lock _gate = new();
    private Action<string>? _faulted;
    private Action<string>? _ended;
    private Action? _altered;
    private bool _isAltered;

    /// <summary>Creates an instance.</summary>
    /// <param name="target">The object that is called: of the plugin's contract always. What runs elsewhere is the contract's proxy over a <see cref="RemoteSlot"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    protected PluginInstance(object target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Gets the object that is called.</summary>
    public object Target { get; }

    /// <summary>Gets the token of its calls: cancelled when draining them takes too long.</summary>
    public CancellationToken Stopping => _calls.Token;

    /// <summary>Gets what has gone wrong in it since its setup, while it still serves.</summary>
    /// <value>Null if nothing has.</value>
    public string? Fault { get; private set; }

    /// <summary>Gets how it died.</summary>
    /// <value>Null while it lives.</value>
    public string? End { get; private set; }

    /// <summary>Gets a value indicating whether it can say how it is.</summary>
    /// <value>False by default: it is never asked. The host looks once, before the setup.</value>
    public virtual bool ReportsHealth => false;

    /// <summary>Gets a value indicating whether it can be ended by force, whatever its code does.</summary>
    /// <value>False by default. One that is killed has stopped; one that cannot be is leaked. The host looks once, before the setup.</value>
    public virtual bool CanBeKilled => false;

    /// <summary>Gets a value indicating whether its <see cref="End"/> is that of a process that units of work were in, which one of them may be the cause of.</summary>
    /// <value>True by default. False where its end is that of a connection.</value>
    public virtual bool EndsWithProcess => true;

    /// <summary>Gets what will be left of it after its end, to be looked at then. It must not hold the instance.</summary>
    /// <value>Null by default: nothing.</value>
    public virtual PluginRemains? Remains => null;

    /// <summary>Gets a value indicating whether it runs units of work itself, other than by the only hook of its contract.</summary>
    /// <value>By default, whether <see cref="Target"/> implements <see cref="IUnitOfWork"/>. The host looks once, after the setup.</value>
    public virtual bool RunsUnits => Target is IUnitOfWork;

    /// <summary>Sets the plugin up.</summary>
    /// <param name="cancellationToken">Cancelled when the start takes too long, or the instance has died.</param>
    /// <returns>A task that completes when calls can be served.</returns>
    /// <exception cref="PluginRegistryException">It failed: the message is the reason that everybody sees.</exception>
    public virtual ValueTask SetupAsync(CancellationToken cancellationToken) => default;

    /// <summary>Asks the plugin how it is.</summary>
    /// <param name="cancellationToken">Cancelled when the answer takes too long.</param>
    /// <returns>The answer; healthy by default.</returns>
    public virtual ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(HealthCheckResult.Healthy());

    /// <summary>Runs a unit of work. It is in flight as a call is.</summary>
    /// <param name="args">Its arguments: an object.</param>
    /// <param name="unit">What the unit is, its progress and its checkpoint. It is the unit of <see cref="PluginContext.Progress"/> and <see cref="PluginContext.Checkpoint"/> meanwhile.</param>
    /// <param name="cancellationToken">Cancelled when the unit is, and as soon as the instance is to end.</param>
    /// <returns>Its output; null for none.</returns>
    /// <exception cref="NotSupportedException">By default, if <see cref="Target"/> implements no <see cref="IUnitOfWork"/>.</exception>
    public virtual ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken) =>
        Target is IUnitOfWork work ? work.RunAsync(args, unit, cancellationToken) : throw new NotSupportedException($"{GetType()} runs no units of work itself. Override {nameof(RunUnitAsync)}, or leave {nameof(RunsUnits)} as it is.");

    /// <summary>Ends it: stops what was started, tears the plugin down, and disposes what was made for it.</summary>
    /// <param name="ending">Makes each step, whatever became of those before.</param>
    /// <returns>A task that completes when nothing is left to be done.</returns>
    public abstract ValueTask EndAsync(PluginEnding ending);

    /// <summary>Ends it by force.</summary>
    /// <returns>A task that completes when it is gone. <see cref="EndAsync"/> may be running, or comes afterwards.</returns>
    public virtual ValueTask KillAsync() => default;

    /// <summary>Tells the host that something has gone wrong for good while calls are still served: the plugin is degraded.</summary>
    /// <param name="reason">What, as the end of a sentence that has the plugin as its subject.</param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is null or empty.</exception>
    protected void ReportFault(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        Action<string>? told;
        lock (_gate)
        {
            Fault = reason;
            told = _faulted;
        }

        told?.Invoke(reason);
    }

    /// <summary>Tells the host that what the plugin says of itself is another from now on: the functions of a tool plugin are asked for anew before they are used next.</summary>
    /// <remarks>It neither waits nor asks anything itself, and may be called at any time and from any thread, also before the end of the setup.</remarks>
    protected void ReportChange()
    {
        Action? told;
        lock (_gate)
        {
            _isAltered = true;
            told = _altered;
        }

        told?.Invoke();
    }

    /// <summary>Tells the host that it has died and serves no more calls. Only the first report counts.</summary>
    /// <param name="reason">How, as the end of a sentence that has the plugin as its subject, such as <c>its process has ended with exit code 3.</c></param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is null or empty.</exception>
    protected void ReportEnd(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        Action<string>? told;
        lock (_gate)
        {
            if (End is not null)
            {
                return;
            }

            End = reason;
            told = _ended;
        }

        if (Target is PluginProxy { Slot: RemoteSlot remote })
        {
            remote.Close(reason);
        }

        told?.Invoke(reason);
    }

    /// <summary>Cancels the calls that are still inside.</summary>
    internal void CancelCalls() => _calls.Cancel();

    /// <summary>Says who is told of faults, of the end, and of changes. What has been reported before is told at once.</summary>
    internal void Watch(Action<string> faulted, Action<string> ended, Action altered)
    {
        string? fault;
        string? end;
        bool isAltered;
        lock (_gate)
        {
            (_faulted, _ended, _altered) = (faulted, ended, altered);
            (fault, end, isAltered) = (Fault, End, _isAltered);
        }

        if (isAltered)
        {
            altered();
        }

        if (fault is not null)
        {
            faulted(fault);
        }

        if (end is not null)
        {
            ended(end);
        }
    }

    /// <summary>Tells nobody any more.</summary>
    internal void Unwatch()
    {
        lock (_gate)
        {
            (_faulted, _ended, _altered) = (null, null, null);
        }
    }
}
