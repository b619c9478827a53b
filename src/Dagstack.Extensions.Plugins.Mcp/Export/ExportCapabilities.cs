using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>What a server says that it can do.</summary>
internal static class ExportCapabilities
{
    private const string SetLevel = "logging/setLevel";

    /// <summary>Takes logging out of what a server says of itself, in both eras: the SDK puts it in always, and no log goes to clients.</summary>
    public static void LeaveOutLogging(McpMessageFilters filters)
    {
        filters.OutgoingFilters.Add(static next => (context, cancellationToken) =>
        {
            if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && result["capabilities"] is JsonObject capabilities)
            {
                capabilities.Remove("logging");
            }

            return next(context, cancellationToken);
        });
        filters.IncomingFilters.Add(static next => (context, cancellationToken) => context.JsonRpcMessage is JsonRpcRequest { Method: SetLevel }
            ? throw new McpProtocolException($"There is no '{SetLevel}' here: the server sends no log messages.", McpErrorCode.MethodNotFound)
            : next(context, cancellationToken));
    }
}
