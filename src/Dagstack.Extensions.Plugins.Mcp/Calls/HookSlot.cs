using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>A plugin whose hooks are tools of a server.</summary>
internal sealed class HookSlot(PluginDescription plugin, McpCaller caller) : ServerSlot(plugin)
{
    private readonly PluginCodec _codec = PluginCodec.Of(plugin.Contract);
    private readonly ConcurrentDictionary<HookDescriptor, Route> _routes = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<RemotePayload> ForwardAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var hook = call.Hook;
        var route = RouteOf(hook);
        var tools = caller.Session.Tools;
        if (tools.Find(route.Tool) is not { } tool)
        {
            throw caller.Faults.NotThere(null, hook, route.Tool, tools);
        }

        var result = await caller.CallAsync(call, tool, call.WriteArguments, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!result.IsError && ResultPayload.Find(result, hook, route.ReturnsObject) is { } payload)
            {
                return payload;
            }

            throw result.IsError ? caller.Faults.Of(result, hook, route.Tool, tools) : caller.Faults.Nonsense(hook, result.Beginning());
        }
        catch (WireException fault)
        {
            result.Dispose();
            throw caller.Faults.Of(fault, hook, route.Tool, tools);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private Route RouteOf(HookDescriptor hook) => _routes.TryGetValue(hook, out var route)
        ? route
        : _routes.GetOrAdd(hook, new Route(RequiredTools.NameOf(Id!.Value, hook), _codec.For(hook).ReturnsObject));

    private sealed record Route(string Tool, bool ReturnsObject);
}
