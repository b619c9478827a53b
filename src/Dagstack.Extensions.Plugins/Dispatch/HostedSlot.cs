using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>The slot of one plugin of one host.</summary>
/// <param name="status">Reads the plugin's current status, for errors.</param>
internal sealed class HostedSlot(Func<PluginStatus> status) : PluginSlot
{
    private volatile PluginTarget? _target;

    public PluginTarget? Target => _target;

    public void OpenWith(PluginTarget target)
    {
        _target = target;
        Open = target;
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

    public override string ToString() => status().ToString();

    protected internal override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
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

    protected internal override async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
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

    protected internal override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) =>
        EnumerateAsync(invocation, invocation.CancellationToken);

    /// <summary>One enumeration, which is one call: entered by its first item, left by its disposal.</summary>
    private async IAsyncEnumerable<TItem> EnumerateAsync<TItem>(
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

    private PluginCall Enter()
    {
        PluginStatus now;
        do
        {
            if (_target is { } target && target.TryEnter(out var call))
            {
                return call;
            }

            // A state that serves has an open door. So the plugin has become ready since: what was seen before does not count.
            now = status();
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
