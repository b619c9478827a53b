using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>The slot of one plugin of one host.</summary>
internal sealed class HostedSlot(PluginEntry entry) : PluginSlot
{
    private volatile PluginTarget? _target;
    private CallPath? _path;

    public PluginTarget? Target => _target;

    public PluginContract Contract => entry.Contract!;

    internal override PluginId? Id => entry.Source.Id;

    /// <summary>Lays what calls go through, once, before the plugin starts.</summary>
    public void Lay(CallPath path) => _path = path;

    public void OpenWith(PluginTarget target)
    {
        _target = target;
        Open = _path is null or { IsTrivial: true } ? target : null;
    }

    /// <summary>Takes the target away: calls that come from now on fail, those inside go on.</summary>
    /// <returns>The target, to be drained; null if the slot was not open.</returns>
    public PluginTarget? Shut()
    {
        var target = _target;
        Open = null;
        _target = null;
        return target;
    }

    public override string ToString() => entry.Status.ToString();

    internal override PluginProxy TryWith(PluginCallOptions options) => Contract.CreateProxy(new OptionsSlot(this, options));

    /// <summary>Enters the plugin, if its door is open.</summary>
    public bool TryEnter(out PluginCall call)
    {
        call = default;
        return _target is { } target && target.TryEnter(out call);
    }

    protected internal override TResult Invoke<TResult>(SyncInvocation<TResult> invocation) =>
        IsDirect(invocation) ? InvokeDirect(invocation) : _path!.Invoke(invocation);

    protected internal override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation) =>
        IsDirect(invocation) ? InvokeDirectAsync(invocation) : _path!.InvokeAsync(invocation);

    protected internal override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) =>
        IsDirect(invocation) ? EnumerateAsync(invocation, invocation.CancellationToken) : _path!.StreamAsync(invocation, invocation.CancellationToken);

    /// <summary>Calls the plugin, with nothing before it but its door.</summary>
    public TResult InvokeDirect<TResult>(SyncInvocation<TResult> invocation)
    {
        var call = Enter();
        var caller = invocation.CancellationToken;
        try
        {
            invocation.CancellationToken = call.Token(caller);
            return invocation.Invoke(call.Plugin<object>());
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
        var call = Enter();
        var caller = invocation.CancellationToken;
        try
        {
            invocation.CancellationToken = call.Token(caller);
            return await invocation.InvokeAsync(call.Plugin<object>()).ConfigureAwait(false);
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
        var call = Enter();
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

    private PluginCall Enter()
    {
        PluginStatus now;
        do
        {
            if (TryEnter(out var call))
            {
                return call;
            }

            // A state that serves has an open door. So the plugin has become ready since: what was seen before does not count.
            now = entry.Status;
        }
        while (now.IsServing);

        throw new PluginUnavailableException(now.Id!.Value, now.State, now.Reason ?? ReasonOf(now.State), now.Code);
    }

    private static string ReasonOf(PluginState state) => state switch
    {
        PluginState.Discovered => "plugins have not been set up. Start the host, or call 'await provider.SetupPluginsAsync()' where there is none.",
        PluginState.Starting => "its setup has not finished. Call it after the host has started.",
        PluginState.Stopping or PluginState.Stopped => "the host has stopped it.",
        PluginState.Leaked => "the host gave up waiting for it to stop. Restart the process.",
        _ => "it does not take calls now.",
    };
}
