using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Tells clients that the tools have changed: those of both eras of the protocol, each in its way.</summary>
/// <param name="list">The tools.</param>
/// <param name="registry">Says when plugins come, go or are others.</param>
/// <param name="logger">Told of clients that are not told any more.</param>
/// <param name="stopping">Cancelled when the application stops, which waits for its requests.</param>
internal sealed class ExportChanges(ExportList list, IPluginRegistry registry, ILogger logger, CancellationToken stopping)
{
    /// <summary>Tells a client that has a session and asks for nothing.</summary>
    public Task FollowAsync(McpServer server, CancellationToken cancellationToken) => FollowAsync(
        () => server.NegotiatedProtocolVersion is { } version && string.CompareOrdinal(version, WireKeys.FirstDiscoveredVersion) < 0
            ? server.SendNotificationAsync(NotificationMethods.ToolListChangedNotification, cancellationToken)
            : Task.CompletedTask,
        static () => Task.CompletedTask,
        cancellationToken);

    /// <summary>Tells a client that listens, until it does not.</summary>
    public async Task ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        var isAsked = request.Params?.Notifications?.ToolsListChanged == true;
        var granted = new JsonObject();
        if (isAsked)
        {
            granted["toolsListChanged"] = true;
        }

        Task SendAsync(string method, JsonObject parameters)
        {
            parameters[WireKeys.Meta] = new JsonObject { [ExportKeys.SubscriptionId] = IdOf(request.JsonRpcRequest) };
            return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, ended.Token);
        }

        await FollowAsync(
            () => isAsked ? SendAsync(NotificationMethods.ToolListChangedNotification, []) : Task.CompletedTask,
            () => SendAsync(WireKeys.Acknowledged, new() { ["notifications"] = granted }),
            ended.Token).ConfigureAwait(false);
    }

    /// <summary>Gets the id of a request as it was written: a number is another id than its digits.</summary>
    private static JsonValue IdOf(JsonRpcRequest request) => request.Id.Id is long number ? JsonValue.Create(number) : JsonValue.Create(request.Id.ToString());

    private async Task FollowAsync(Func<Task> tell, Func<Task> begin, CancellationToken cancellationToken)
    {
        try
        {
            var known = await TryReadAsync(cancellationToken).ConfigureAwait(false);
            await begin().ConfigureAwait(false);
            while (true)
            {
                // The token first: what changes while the tools are read is told by it.
                var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = registry.GetChangeToken().RegisterChangeCallback(static state => ((TaskCompletionSource)state!).TrySetResult(), changed);
                var state = await TryReadAsync(cancellationToken).ConfigureAwait(false);
                if (state is not null && state != known)
                {
                    known = state;
                    await tell().ConfigureAwait(false);
                }

                await changed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            logger.ExportNotFollowed(ExceptionText.MessageOf(fault));
        }
    }

    /// <summary>Reads what there is to tell of.</summary>
    /// <returns>Null if a plugin fails to say what it is. The next change may mend it.</returns>
    private async Task<string?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            logger.ExportNotRead(ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
            return null;
        }
    }

    /// <summary>What there is to tell of: which tools there are, what they say of themselves, and of which instances of plugins they are.</summary>
    private async Task<string> StateAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tool in await list.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(tool.Describe(), McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool))));
            hash.AppendData(BitConverter.GetBytes(registry.Find(tool.Plugin)?.Generation ?? 0));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
