using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A session of an <see cref="EraTransport"/>.</summary>
internal sealed class EraSession(EraTransport owner, ITransport inner, NotificationHub? hub, Func<string, string>? mask) : ITransport
{
    public string? SessionId => inner.SessionId;

    public ChannelReader<JsonRpcMessage> MessageReader { get; } = hub is null ? inner.MessageReader : new NodeReader(inner.MessageReader, hub, mask);

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        if (message is JsonRpcRequest request)
        {
            if (request.Method == WireKeys.Discover && !owner.MayDiscover)
            {
                throw new McpProtocolException("This server is greeted by initialize.", McpErrorCode.MethodNotFound);
            }

            // What an application passes on to its own services is not for servers of others.
            (request.Params?[WireKeys.Meta] as System.Text.Json.Nodes.JsonObject)?.Remove("baggage");
            owner.SentDiscover |= request.Method == WireKeys.Discover;
            owner.SentInitialize |= request.Method == WireKeys.Initialize;
        }

        return inner.SendMessageAsync(message, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
