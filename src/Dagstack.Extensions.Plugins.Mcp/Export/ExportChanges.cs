using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Tells clients that the tools have changed: those of both eras of the protocol, each in its way.</summary>
/// <param name="list">The tools.</param>
/// <param name="registry">Says when plugins come, go or are others.</param>
/// <param name="logger">Told of clients that are not told any more.</param>
internal sealed class ExportChanges(ExportList list, IPluginRegistry registry, ILogger logger)
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
        var isAsked = request.Params?.Notifications?.ToolsListChanged == true;
        var granted = new JsonObject();
        if (isAsked)
        {
            granted["toolsListChanged"] = true;
        }

        Task SendAsync(string method, JsonObject parameters)
        {
            parameters[WireKeys.Meta] = new JsonObject { [ExportKeys.SubscriptionId] = JsonValue.Create(request.JsonRpcRequest.Id.ToString()) };
            return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, cancellationToken);
        }

        await FollowAsync(
            () => isAsked ? SendAsync(NotificationMethods.ToolListChangedNotification, []) : Task.CompletedTask,
            () => SendAsync(WireKeys.Acknowledged, new() { ["notifications"] = granted }),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowAsync(Func<Task> tell, Func<Task> begin, CancellationToken cancellationToken)
    {
        try
        {
            var known = await StateAsync(cancellationToken).ConfigureAwait(false);
            await begin().ConfigureAwait(false);
            while (true)
            {
                // The token first: what changes while the tools are read is told by it.
                var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = registry.GetChangeToken().RegisterChangeCallback(static state => ((TaskCompletionSource)state!).TrySetResult(), changed);
                var state = await StateAsync(cancellationToken).ConfigureAwait(false);
                if (state != known)
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

    /// <summary>What there is to tell of: which tools there are, and of which instances of plugins.</summary>
    private async Task<string> StateAsync(CancellationToken cancellationToken) =>
        string.Join('\n', (await list.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(tool => $"{tool.Name} {registry.Find(tool.Plugin)?.Generation}"));
}
