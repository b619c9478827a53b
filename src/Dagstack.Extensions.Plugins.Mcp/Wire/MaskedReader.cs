using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Takes secrets out of errors before the SDK sees them, which writes their texts into its spans.</summary>
/// <param name="inner">What comes.</param>
/// <param name="mask">Takes them out of a text.</param>
internal sealed class MaskedReader(ChannelReader<JsonRpcMessage> inner, Func<string, string> mask) : ChannelReader<JsonRpcMessage>
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
            case JsonRpcError { Error: { } error }:
                error.Message = mask(error.Message);
                break;
            case JsonRpcResponse { Result: JsonObject result } when result["isError"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True:
                NodeMask.Apply(result, mask);
                break;
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
}
