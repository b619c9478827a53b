using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A request that waits for its answer.</summary>
/// <param name="Owner">Whose it is: a <see cref="LineSession"/>, or whoever calls.</param>
/// <param name="Id">The id that it has in a session: a second session counts from one again, so ids on the wire are others.</param>
/// <param name="Call">Who waits, if it is no request of the SDK's own.</param>
/// <param name="IsSubscription">Whether it is inside for as long as the connection, and its answer is the end of it.</param>
internal readonly record struct InsideEntry(object Owner, RequestId Id, WireCall? Call, bool IsSubscription)
{
    /// <summary>Fails it.</summary>
    public void Fail(WireException fault)
    {
        if (Call is not null)
        {
            Call.Fail(fault.Again());
            return;
        }

        ((LineSession)Owner).Deliver(new JsonRpcError
        {
            Id = Id,
            Error = new() { Code = fault.RemoteCode ?? (int)ModelContextProtocol.McpErrorCode.InternalError, Message = fault.Message, Data = fault.RemoteData },
        });
    }

    /// <summary>Hands over what it was answered with.</summary>
    public void Answer(System.Text.Json.Nodes.JsonNode? result) => ((LineSession)Owner).Deliver(new JsonRpcResponse { Id = Id, Result = result });
}
