using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Requests over a transport of the SDK, made of its nodes: the SDK finds the request that an answer belongs to.</summary>
internal sealed class NodeRequests(McpClient client, McpConnectionOptions options, ProtocolEra era) : IWireRequests
{
    public async ValueTask<WireResult> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var message = new JsonRpcRequest { Id = new(request.Id), Method = request.Method, Params = ParametersOf(request) };
        try
        {
            var response = await client.SendRequestAsync(message, cancellationToken).ConfigureAwait(false);
            return NodeBytes.Write(response.Result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (options.TellsCancellations && era == ProtocolEra.Initialize)
            {
                _ = CancelNotice.SendAsync(client, request.Id, options.Time);
            }

            throw;
        }
        catch (Exception exception)
        {
            throw WireErrors.Of(exception, options.Mask);
        }
    }

    /// <summary>Does nothing: the end of the client is that of its requests.</summary>
    public void End()
    {
    }

    private static JsonObject ParametersOf(in WireRequest request)
    {
        var parameters = request.Parameters ?? [];
        if (request.Tool is { } tool)
        {
            parameters["name"] = tool;
        }

        if (request.Meta is { } meta)
        {
            parameters[WireKeys.Meta] = meta;
        }

        if (request.WriteArguments is { } writeArguments)
        {
            parameters["arguments"] = NodeBytes.Read(parameters, writeArguments);
        }

        if (request.TellsProgress)
        {
            (parameters[WireKeys.Meta] ??= new JsonObject())[WireKeys.ProgressToken] = request.Id;
        }

        return parameters;
    }
}
