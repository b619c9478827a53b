using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The slot of one plugin of one host.</summary>
internal sealed partial class HostedSlot(PluginEntry entry) : PluginSlot
{
    private readonly Lock _door = new();
    private volatile PluginTarget? _target;
    private volatile CallPath? _path;
    private volatile Task? _replacing;
    private volatile PluginTarget? _retiring;

    public PluginTarget? Target => _target;

    public PluginContract Contract => entry.Contract!;

    public override PluginId? Id => entry.Source.Id;

    /// <summary>Lays what calls go through: before the plugin starts, and anew when middleware comes or goes.</summary>
    public void Lay(CallPath path)
    {
        lock (_door)
        {
            _path = path;
            OpenDoor();
        }
    }

    /// <summary>Lets calls in to a target, in place of the one before.</summary>
    public void OpenWith(PluginTarget target)
    {
        lock (_door)
        {
            _target = target;
            OpenDoor();
        }
    }

    /// <summary>Takes the target away: calls that come from now on fail, those inside go on.</summary>
    /// <returns>The target, to be drained; null if the slot was not open.</returns>
    public PluginTarget? Shut()
    {
        lock (_door)
        {
            var target = _target;
            _target = null;
            OpenDoor();
            return target;
        }
    }

    /// <summary>Lets calls that come while there is no target wait for what ends the replacement, instead of failing.</summary>
    /// <remarks>The target that serves now is still there for those that are made from inside of its own calls, for which it waits.</remarks>
    public void HoldCalls(Task replacing) => (_retiring, _replacing) = (_target, replacing);

    /// <summary>Ends what <see cref="HoldCalls"/> has begun.</summary>
    public void ReleaseCalls() => _retiring = null;

    public override string ToString() => entry.Status.ToString();

    public override PluginProxy TryWith(PluginCallOptions options) => Contract.CreateProxy(new OptionsSlot(this, options));

    /// <summary>Enters the plugin, if its door is open.</summary>
    public bool TryEnter(out PluginCall call)
    {
        call = default;
        return _target is { } target && target.TryEnter(out call);
    }

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation) =>
        IsDirect(invocation) ? InvokeDirect(invocation) : _path!.Invoke(invocation);

    public override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation) =>
        IsDirect(invocation) ? InvokeDirectAsync(invocation) : _path!.InvokeAsync(invocation);

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) =>
        IsDirect(invocation) ? EnumerateAsync(invocation, deadline: default, invocation.CancellationToken) : _path!.StreamAsync(invocation, invocation.CancellationToken);

    /// <summary>Calls the plugin, with nothing before it but its door.</summary>
    public TResult InvokeDirect<TResult>(SyncInvocation<TResult> invocation)
    {
        var caller = invocation.CancellationToken;
        var call = Enter(caller);
        try
        {
            using var kept = Keep(call);
            invocation.CancellationToken = call.Token(caller);
            var result = call.Plugin<object>() is PluginProxy { Slot: RemoteSlot remote } ? remote.Invoke(invocation) : invocation.Invoke(call.Plugin<object>());
            CountLate(call, invocation.Deadline);
            return result;
        }
        catch (Exception fault) when (Count(call, fault, invocation.Deadline))
        {
            throw;
        }
        finally
        {
            // The same call may be made again, and the linked token ends with this one.
            invocation.CancellationToken = caller;
            call.Exit();
        }
    }

    /// <inheritdoc cref="InvokeDirect{TResult}"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> InvokeDirectAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        var caller = invocation.CancellationToken;
        var call = await EnterAsync(caller).ConfigureAwait(false);
        try
        {
            using var kept = Keep(call);
            invocation.CancellationToken = call.Token(caller);
            var result = call.Plugin<object>() is PluginProxy { Slot: RemoteSlot remote }
                ? await remote.InvokeAsync(invocation).ConfigureAwait(false)
                : await invocation.InvokeAsync(call.Plugin<object>()).ConfigureAwait(false);
            CountLate(call, invocation.Deadline);
            return result;
        }
        catch (Exception fault) when (Count(call, fault, invocation.Deadline))
        {
            throw;
        }
        finally
        {
            invocation.CancellationToken = caller;
            call.Exit();
        }
    }

    private bool IsDirect(HookInvocation invocation) =>
        _path is not { } path || (path.IsTrivial && invocation.Options is null && !PluginTelemetry.IsListening);

    private KeptCall Keep(PluginCall call) => _path is { KeepsCalls: true } ? KeptCall.Begin(call.Target) : default;

    /// <summary>Counts what a call ended by, while that passes. What a deadline has cancelled has failed; that nobody else wanted it any more is not said by it.</summary>
    private static bool Count(PluginCall call, Exception fault, CancellationToken deadline) => deadline.IsCancellationRequested ? PluginCall.Failed(call) : PluginCall.Failed(call, fault);

    /// <summary>Counts a result that nobody waits for any more.</summary>
    private static void CountLate(PluginCall call, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested)
        {
            PluginCall.Failed(call);
        }
    }

    private void OpenDoor() => Open = _path is null or { IsTrivial: true } ? _target : null;
}
