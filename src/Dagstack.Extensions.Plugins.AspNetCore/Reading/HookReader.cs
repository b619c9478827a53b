using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class HookReader
{
    /// <summary>Reads the hooks of a contract, in the order of their declaration.</summary>
    public static IReadOnlyList<PluginHook> Read(PluginContract contract) => [.. contract.Hooks.Select(hook => Read(contract, hook))];

    private static PluginHook Read(PluginContract contract, HookDescriptor hook)
    {
        var (input, output, problem) = Describe(contract, hook);
        return new()
        {
            Name = hook.WireName,
            Description = ShownText.Text(hook.Description),
            Dispatch = NameOf(hook.DispatchClass),
            Exposed = hook.IsExposed,
            Streams = hook.Shape == HookShape.Stream,
            Input = input,
            Output = output,
            SchemaProblem = ShownText.Text(problem),
        };
    }

    /// <summary>Describes what a hook takes and returns. A hook that is not exposed may have types that JSON cannot carry.</summary>
    private static (JsonElement? Input, JsonElement? Output, string? Problem) Describe(PluginContract contract, HookDescriptor hook)
    {
        try
        {
            var codec = PluginCodec.Of(contract).For(hook);
            return (codec.InputSchema, codec.ContractOutputSchema, null);
        }
        catch (PluginSerializationException fault)
        {
            return (null, null, ExceptionText.MessageOf(fault));
        }
    }

    private static string NameOf(DispatchClass dispatch) => dispatch switch
    {
        DispatchClass.BroadcastCollect => "broadcast_collect",
        DispatchClass.BroadcastNotify => "broadcast_notify",
        DispatchClass.Chain => "chain",
        DispatchClass.Capability => "capability",
        _ => "singleton",
    };
}
