using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Tells servers that nobody waits for an answer any more, where the SDK does not.</summary>
internal static class CancelNotice
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Tells it. Nobody waits for that either, and it does not fail.</summary>
    /// <param name="client">The SDK's client.</param>
    /// <param name="id">The id of the request.</param>
    /// <param name="time">The clock of how long it may take.</param>
    public static async Task SendAsync(McpClient client, string id, TimeProvider time)
    {
        try
        {
            using var patience = new CancellationTokenSource(s_patience, time);
            await client.SendMessageAsync(new JsonRpcNotification { Method = WireKeys.Cancelled, Params = new JsonObject { ["requestId"] = id } }, patience.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It works in vain.
        }
    }
}
