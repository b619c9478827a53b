using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What comes over transports that know nodes only, before the SDK sees it.</summary>
/// <remarks>
/// Notifications are told in the order in which they came, and before the answer that came after them, which the SDK's handlers are not. Secrets are taken out of errors, whose
/// texts the SDK writes into its spans. That input is asked for is hidden: the SDK would call again by itself.
/// </remarks>
/// <param name="inner">What comes.</param>
/// <param name="hub">Told of notifications.</param>
/// <param name="mask">Takes secrets out of a text; null for none.</param>
internal sealed class NodeReader(ChannelReader<JsonRpcMessage> inner, NotificationHub hub, Func<string, string>? mask) : ChannelReader<JsonRpcMessage>
{
    private const string Unreadable = "What the server answered cannot be read: it has a name twice, or half of a pair of characters. Its JSON is to be mended.";

    public override Task Completion => inner.Completion;

    public override bool CanCount => inner.CanCount;

    public override int Count => inner.Count;

    public override bool TryRead([MaybeNullWhen(false)] out JsonRpcMessage item)
    {
        if (!inner.TryRead(out item))
        {
            return false;
        }

        switch (item)
        {
            case JsonRpcNotification notification:
                Tell(notification);
                break;
            case JsonRpcError { Error: { } error } when mask is not null:
                error.Message = mask(error.Message);
                break;
            case JsonRpcResponse { Result: JsonObject result } response when !TryPrepare(result):
                // What would be thrown here would end the connection, and not this one request.
                item = new JsonRpcError { Id = response.Id, Context = response.Context, Error = new() { Code = (int)McpErrorCode.InternalError, Message = Unreadable } };
                break;
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);

    private void Tell(JsonRpcNotification notification)
    {
        byte[]? parameters;
        try
        {
            parameters = notification.Params is { } nodes ? Encoding.UTF8.GetBytes(nodes.ToJsonString()) : null;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // It cannot be read, and nobody waits for it.
            return;
        }

        hub.Publish(notification.Method, parameters);
    }

    /// <summary>Masks a result that is an error, and hides that input is asked for.</summary>
    /// <returns>Whether it could be read.</returns>
    private bool TryPrepare(JsonObject result)
    {
        try
        {
            if (mask is not null && result["isError"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True)
            {
                return NodeMask.TryApply(result, mask);
            }

            if (result["resultType"] is JsonValue type && type.TryGetValue(out string? name) && name == WireKeys.InputRequired)
            {
                result["resultType"] = WireKeys.HiddenInputRequired;
            }

            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
