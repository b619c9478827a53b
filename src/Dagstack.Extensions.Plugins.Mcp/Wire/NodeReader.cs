using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
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
                hub.Publish(notification.Method, notification.Params is { } parameters ? Encoding.UTF8.GetBytes(parameters.ToJsonString()) : default);
                break;
            case JsonRpcError { Error: { } error } when mask is not null:
                error.Message = mask(error.Message);
                break;
            case JsonRpcResponse { Result: JsonObject result } when mask is not null && result["isError"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True:
                NodeMask.Apply(result, mask);
                break;
            case JsonRpcResponse { Result: JsonObject result } when result["resultType"] is JsonValue type && type.TryGetValue(out string? name) && name == WireKeys.InputRequired:
                result["resultType"] = WireKeys.HiddenInputRequired;
                break;
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
}
