using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The slot of one plugin of one host.</summary>
internal sealed class HostedSlot(PluginEntry entry) : PluginSlot
{
    private readonly Lock _door = new();
    private volatile PluginTarget? _target;
    private volatile CallPath? _path;
    private volatile Task? _replacing;

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
    public void HoldCalls(Task replacing) => _replacing = replacing;

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
        IsDirect(invocation) ? EnumerateAsync(invocation, invocation.CancellationToken) : _path!.StreamAsync(invocation, invocation.CancellationToken);

    /// <summary>Calls the plugin, with nothing before it but its door.</summary>
    public TResult InvokeDirect<TResult>(SyncInvocation<TResult> invocation)
    {
        var caller = invocation.CancellationToken;
        var call = Enter(caller);
        try
        {
            invocation.CancellationToken = call.Token(caller);
            return call.Plugin<object>() is PluginProxy { Slot: RemoteSlot remote } ? remote.Invoke(invocation) : invocation.Invoke(call.Plugin<object>());
        }
        finally
        {
            // The same call may be made again, and the linked token ends with this one.
            invocation.CancellationToken = caller;
            call.Exit();
        }
    }

    /// <inheritdoc cref="InvokeDirect{TResult}"/>
    public async ValueTask<TResult> InvokeDirectAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        var caller = invocation.CancellationToken;
        var call = await EnterAsync(caller).ConfigureAwait(false);
        try
        {
            invocation.CancellationToken = call.Token(caller);
            return call.Plugin<object>() is PluginProxy { Slot: RemoteSlot remote }
                ? await remote.InvokeAsync(invocation).ConfigureAwait(false)
                : await invocation.InvokeAsync(call.Plugin<object>()).ConfigureAwait(false);
        }
        finally
        {
            invocation.CancellationToken = caller;
            call.Exit();
        }
    }

    /// <summary>One enumeration, which is one call: entered by its first item, left by its disposal.</summary>
    public async IAsyncEnumerable<TItem> EnumerateAsync<TItem>(
        StreamInvocation<TItem> invocation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var token = call.Token(cancellationToken);
            await foreach (var item in invocation.Invoke(call.Plugin<object>(), token).WithCancellation(token).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            call.Exit();
        }
    }

    private bool IsDirect(HookInvocation invocation) =>
        _path is not { } path || (path.IsTrivial && invocation.Options is null && !PluginTelemetry.IsListening);

    private PluginCall Enter(CancellationToken cancellationToken)
    {
        PluginCall call;
        while (!TryEnterNow(out call))
        {
            // One that is stopped before it is replaced: its callers wait for the new one, those of synchronous hooks on their threads.
            WaitAsync(_replacing!, cancellationToken).GetAwaiter().GetResult();
        }

        return call;
    }

    private async ValueTask<PluginCall> EnterAsync(CancellationToken cancellationToken)
    {
        PluginCall call;
        while (!TryEnterNow(out call))
        {
            await WaitAsync(_replacing!, cancellationToken).ConfigureAwait(false);
        }

        return call;
    }

    /// <summary>Enters, fails, or tells that it is to be tried again when the plugin has been replaced.</summary>
    private bool TryEnterNow(out PluginCall call)
    {
        PluginStatus now;
        do
        {
            if (TryEnter(out call))
            {
                return true;
            }

            // A state that serves has an open door. So the plugin has become ready since: what was seen before does not count.
            now = entry.Status;
        }
        while (now.IsServing);

        // Calls are held before the state changes, and let go after it has changed again.
        return now.State == PluginState.Reloading && _replacing is not null ? false : throw Unavailable(now);
    }

    /// <summary>Waits as long as a start may take.</summary>
    private async Task WaitAsync(Task replacing, CancellationToken cancellationToken)
    {
        try
        {
            await replacing.WaitAsync(entry.Manifest!.StartupTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Unavailable(entry.Status, $"it is being replaced, and the new instance was not ready within {entry.Manifest!.StartupTimeout.TotalSeconds:0.###} s.");
        }
    }

    private void OpenDoor() => Open = _path is null or { IsTrivial: true } ? _target : null;

    private static PluginUnavailableException Unavailable(PluginStatus now, string? reason = null) =>
        new(now.Id!.Value, now.State, reason ?? now.Reason ?? ReasonOf(now.State), now.Code);

    private static string ReasonOf(PluginState state) => state switch
    {
        PluginState.Discovered => "plugins have not been set up. Start the host, or call 'await provider.SetupPluginsAsync()' where there is none.",
        PluginState.Reloading => "it is being replaced.",
        PluginState.Starting => "its setup has not finished. Call it after the host has started.",
        PluginState.Stopping or PluginState.Stopped => "the host has stopped it.",
        PluginState.Leaked => "the host gave up waiting for it to stop. Restart the process.",
        _ => "it does not take calls now.",
    };
}
