using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Calls;

/// <summary>One input: a hook and its arguments.</summary>
internal sealed record HookCall(HookDescriptor Hook, object?[] Arguments)
{
    /// <summary>Makes a call that can be made once.</summary>
    public HookInvocation CreateInvocation()
    {
        var invocation = Hook.CreateInvocation();
        for (var i = 0; i < Arguments.Length; i++)
        {
            invocation.SetArgument(i, Arguments[i]);
        }

        return invocation;
    }
}
