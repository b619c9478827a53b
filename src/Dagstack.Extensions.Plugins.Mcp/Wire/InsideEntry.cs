using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A request that waits for its answer.</summary>
/// <param name="Session">Whose it is.</param>
/// <param name="Id">The id that it has there: a second session counts from one again, so ids on the wire are others.</param>
/// <param name="Call">Where its bytes go, if it is no request of the SDK's own.</param>
/// <param name="IsSubscription">Whether it is inside for as long as the connection, and its answer is the end of it.</param>
internal readonly record struct InsideEntry(LineSession Session, RequestId Id, WireCall? Call, bool IsSubscription)
{
    /// <summary>Fails it.</summary>
    public void Fail(WireException fault)
    {
        Call?.Fail(fault.Again());
        Session.Deliver(new JsonRpcError
        {
            Id = Id,
            Error = new() { Code = fault.RemoteCode ?? (int)ModelContextProtocol.McpErrorCode.InternalError, Message = fault.Message, Data = fault.RemoteData },
        });
    }
}
