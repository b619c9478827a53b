using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What comes over transports that know nodes only, before the SDK sees it.</summary>
/// <remarks>
/// Notifications are told in the order in which they came, and before the answer that came after them, which the SDK's handlers are not. Secrets are taken out of errors, whose
/// texts the SDK writes into its spans. That input is asked for is hidden: the SDK would call again by itself. The SDK reads messages in one loop, which an exception would end
/// for good: nothing is thrown here, whatever a server answers.
/// </remarks>
/// <param name="inner">What comes.</param>
/// <param name="hub">Told of notifications.</param>
/// <param name="mask">Takes secrets out of a text; null for none.</param>
internal sealed class NodeReader(ChannelReader<JsonRpcMessage> inner, NotificationHub hub, Func<string, string>? mask) : ChannelReader<JsonRpcMessage>
{
    private const string Unreadable = "What the server answered cannot be read: it has a name twice, or half of a pair of characters. Its JSON is to be mended.";

    private readonly Func<string, string> _mask = mask ?? (static text => text);

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
            case JsonRpcError { Error: { } error }:
                error.Message = _mask(error.Message ?? string.Empty);
                error.Data = Masked(error.Data);
                break;
            case JsonRpcResponse { Result: JsonObject } response when !TryPrepare(response):
                item = new JsonRpcError { Id = response.Id, Context = response.Context, Error = new() { Code = (int)McpErrorCode.InternalError, Message = Unreadable } };
                break;
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);

    private static bool IsError(JsonNode result) => result["isError"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True;

    private void Tell(JsonRpcNotification notification)
    {
        byte[]? parameters;
        try
        {
            parameters = notification.Params is { } nodes ? NodeBytes.Of(nodes) : null;
        }
        catch (Exception)
        {
            // It cannot be read, and nobody waits for it.
            return;
        }

        hub.Publish(notification.Method, parameters);
    }

    private object? Masked(object? data)
    {
        try
        {
            return data switch
            {
                JsonElement element => JsonMask.Apply(element, _mask),
                JsonNode node => JsonElement.Parse(JsonMask.Apply(NodeBytes.Of(node), _mask).Span),
                _ => data,
            };
        }
        catch (Exception)
        {
            // What cannot be read may have anything in it.
            return null;
        }
    }

    /// <summary>Masks a result that is an error, and hides that input is asked for. Of other results nothing is told.</summary>
    /// <returns>Whether it could be read.</returns>
    private bool TryPrepare(JsonRpcResponse response)
    {
        try
        {
            var result = response.Result!;
            if (IsError(result))
            {
                response.Result = JsonNode.Parse(JsonMask.Apply(NodeBytes.Of(result), _mask).Span)!;

                // Two of its names may have become one.
                return IsError(response.Result);
            }

            if (result["resultType"] is JsonValue type && type.TryGetValue(out string? name) && name == WireKeys.InputRequired)
            {
                result["resultType"] = WireKeys.HiddenInputRequired;
            }

            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
