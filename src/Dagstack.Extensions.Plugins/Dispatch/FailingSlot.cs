using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>A slot behind which there is no plugin: every call fails with the same explanation.</summary>
/// <param name="name">What the proxy is called.</param>
/// <param name="error">Makes the error, anew for each call.</param>
internal sealed class FailingSlot(string name, Func<Exception> error) : PluginSlot
{
    public override string ToString() => name;

    public override TResult Invoke<TResult>(SyncInvocation<TResult> invocation) => throw error();

    public override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation) =>
        ValueTask.FromException<TResult>(error());

#pragma warning disable CS1998 // The error belongs to the enumeration, as that of any call does.
    public override async IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation)
#pragma warning restore CS1998
    {
        throw error();
#pragma warning disable CS0162 // Makes the method an iterator.
        yield break;
#pragma warning restore CS0162
    }
}
