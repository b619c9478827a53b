using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>A slot that lets hooks of one dispatch class through only: what delegates are given that call all plugins.</summary>
internal sealed class CheckedSlot(PluginSlot inner, PluginContract contract, DispatchClass expected) : WrappingSlot(inner, contract)
{
    protected override void Enter(HookInvocation invocation)
    {
        if (invocation.Hook.DispatchClass != expected)
        {
            throw new DispatchMismatchException(Contract.Kind, invocation.Hook.Name, invocation.Hook.DispatchClass, expected);
        }
    }
}
