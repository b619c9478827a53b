using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>A slot that adds options to every call.</summary>
internal sealed class OptionsSlot(PluginSlot inner, PluginContract contract, PluginCallOptions options) : WrappingSlot(inner, contract)
{
    public OptionsSlot(HostedSlot inner, PluginCallOptions options)
        : this(inner, inner.Contract, options)
    {
    }

    // What is nearest to the caller has been here first, and wins.
    protected override void Enter(HookInvocation invocation) => invocation.Options = invocation.Options?.Over(options) ?? options;
}
