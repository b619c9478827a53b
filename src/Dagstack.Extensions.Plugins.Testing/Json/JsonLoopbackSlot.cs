using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>A slot whose plugin is as far away as JSON makes it.</summary>
internal sealed class JsonLoopbackSlot(object plugin, HookJson json) : PluginSlot
{
    public override string ToString() => $"JSON loopback of {plugin}";

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        var call = json.Carry(invocation);
        TResult result;
        try
        {
            result = call.Invoke(plugin);
        }
        catch (Exception fault)
        {
            throw RemoteFault.Carry(fault, invocation.CancellationToken);
        }

        return json.CarryResult(invocation.Hook, result);
    }

    public override async ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        var call = json.Carry(invocation);
        TResult result;
        try
        {
            result = await call.InvokeAsync(plugin).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw RemoteFault.Carry(fault, invocation.CancellationToken);
        }

        return json.CarryResult(invocation.Hook, result);
    }

    public override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation) =>
        StreamAsync(json.Carry(invocation), invocation.CancellationToken);

    private async IAsyncEnumerable<TItem> StreamAsync<TItem>(StreamInvocation<TItem> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in call.Invoke(plugin, cancellationToken).ConfigureAwait(false))
        {
            yield return json.CarryResult(call.Hook, item);
        }
    }
}
