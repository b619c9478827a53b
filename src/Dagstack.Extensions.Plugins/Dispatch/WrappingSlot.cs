using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>A slot around another one, which sees every call before it.</summary>
/// <param name="inner">The slot of the plugin.</param>
/// <param name="contract">The plugin's contract.</param>
internal abstract class WrappingSlot(PluginSlot inner, PluginContract contract) : PluginSlot
{
    protected PluginContract Contract => contract;

    public sealed override PluginId? Id => inner.Id;

    public sealed override string ToString() => inner.ToString() ?? string.Empty;

    public sealed override PluginProxy TryWith(PluginCallOptions options) => contract.CreateProxy(new OptionsSlot(this, contract, options));

    public sealed override TResult Invoke<TResult>(SyncInvocation<TResult> invocation)
    {
        Enter(invocation);
        return inner.Invoke(invocation);
    }

    public sealed override ValueTask<TResult> InvokeAsync<TResult>(AsyncInvocation<TResult> invocation)
    {
        Enter(invocation);
        return inner.InvokeAsync(invocation);
    }

    public sealed override IAsyncEnumerable<TItem> Stream<TItem>(StreamInvocation<TItem> invocation)
    {
        Enter(invocation);
        return inner.Stream(invocation);
    }

    /// <summary>Looks at a call, changes it, or refuses it by throwing.</summary>
    protected abstract void Enter(HookInvocation invocation);
}
