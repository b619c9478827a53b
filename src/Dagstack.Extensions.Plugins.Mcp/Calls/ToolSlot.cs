using System.Buffers;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>A plugin of the kind <c>tool</c>: what its server lists are its functions, be it a plugin of dagstack or any MCP server.</summary>
/// <remarks>See §8.2 of the plugin contract.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="caller">Sends its calls.</param>
/// <param name="filter">Which functions the host may see.</param>
internal sealed class ToolSlot(PluginDescription plugin, McpCaller caller, ToolFilter filter) : ServerSlot(plugin)
{
    private ToolFunctions? _functions;

    public override async ValueTask<RemotePayload> ForwardAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        if (call.Hook.WireName == "get_schema")
        {
            return await SchemasAsync(call, cancellationToken).ConfigureAwait(false);
        }

        var functions = Functions();
        using var request = Write(call, functions);
        var (function, args) = ToolPayload.Split(request.Written);
        var (tool, payload) = functions.Find(function) is { } own ? (own, args)
            : functions.Execute is { } all && filter.Allows(function) ? (all, request.Written)
            : throw NotFound(function, functions);
        var name = ToolTable.NameOf(tool);
        try
        {
            using var result = await caller.CallAsync(call, tool, output => output.Write(payload.Span), cancellationToken).ConfigureAwait(false);
            return result.IsError ? ErrorOf(result, call, name, functions.Tools) : ToolPayload.Of(result, functions.IsForeign);
        }
        catch (WireException fault)
        {
            throw caller.Faults.Of(fault, call.Hook, name, functions.Tools);
        }
        catch (PluginCallException failed) when (failed.RemoteCode is not null)
        {
            return ToolPayload.Failed(failed.Message);
        }
    }

    /// <summary>Writes the arguments, of which there may be as many as in a message: the name of the function is among them.</summary>
    private PooledBuffer Write(RemoteCall call, ToolFunctions functions)
    {
        var request = new PooledBuffer(WireLimits.MaxMessageBytes);
        try
        {
            call.WriteArguments(request);
            request.ThrowIfOver();
            return request;
        }
        catch (WireException tooLong)
        {
            request.Dispose();
            throw caller.Faults.Of(tooLong, call.Hook, string.Empty, functions.Tools);
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private RemotePayload ErrorOf(WireResult result, RemoteCall call, string tool, ToolTable tools) => caller.Faults.Of(result, call.Hook, tool, tools) switch
    {
        PluginCallException failed => ToolPayload.Failed(failed.Message),
        var other => throw other,
    };

    private async ValueTask<RemotePayload> SchemasAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var functions = Functions();
        if (!functions.Names.Any() && functions.Tools.Find($"tool.{Id!.Value.Name}.get_schema") is { } own)
        {
            var result = await caller.CallAsync(call, own, call.WriteArguments, cancellationToken).ConfigureAwait(false);
            if (!result.IsError && ResultPayload.Find(result, call.Hook, returnsObject: false) is { } payload)
            {
                return ToolPayload.Filter(payload, filter);
            }

            using (result)
            {
                throw result.IsError ? caller.Faults.Of(result, call.Hook, ToolTable.NameOf(own), functions.Tools) : caller.Faults.Nonsense(call.Hook, result.Beginning());
            }
        }

        var buffer = new PooledBuffer();
        functions.WriteSchemas(buffer);
        return new(buffer.Written, buffer);
    }

    /// <summary>The functions of the present list, made once for each.</summary>
    private ToolFunctions Functions()
    {
        var tools = caller.Session.Tools;
        var known = Volatile.Read(ref _functions);
        if (known is null || known.Tools != tools)
        {
            Volatile.Write(ref _functions, known = new(Id!.Value, tools, filter));
        }

        return known;
    }

    private ToolNotFoundException NotFound(string function, ToolFunctions functions)
    {
        var known = functions.Names.ToList();
        var near = NearNames.Find(function, known);
        return new(function, near, known, $"The plugin '{Id}' has no function '{Excerpt.Of(function)}'.{(near is null ? string.Empty : $" Did you mean '{Excerpt.Of(near)}'?")}{(filter.Allows(function) ? string.Empty : " The 'tools_allow' and 'tools_deny' of its manifest let no such function through.")} It has: {(known.Count == 0 ? "none" : string.Join(", ", known.Take(20).Select(Excerpt.Of)))}.");
    }
}
