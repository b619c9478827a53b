using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.AI;

namespace AIFunctions;

/// <summary>A function of a tool plugin as one of Microsoft.Extensions.AI, which chat clients hand to their models.</summary>
internal sealed class ToolAIFunction(ITools tools, ToolFunction function) : AIFunction
{
    // Models take no dots in names: a function whose own name is taken is called plugin.function.
    public override string Name => function.CallName.Replace('.', '_');

    public override string Description => function.Description;

    public override JsonElement JsonSchema => function.Parameters;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var args = JsonSerializer.SerializeToElement<IDictionary<string, object?>>(arguments, JsonSerializerOptions);
        try
        {
            return await tools.CallAsync(function.CallName, args, cancellationToken);
        }
        catch (PluginRegistryException fault) when (fault is ToolArgumentsException or ToolNotFoundException or ToolCallException or PluginSerializationException)
        {
            // The model reads it, and can correct itself.
            return fault.Message;
        }
    }
}
