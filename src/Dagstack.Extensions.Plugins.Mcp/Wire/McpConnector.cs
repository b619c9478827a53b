using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Greets a server by discovery or by <c>initialize</c>, whichever it knows.</summary>
/// <remarks>
/// The SDK falls back from one to the other where a discovery is refused or not answered. One that is answered with nonsense it takes
/// for the end; so the server is greeted anew then, on the same streams, by a client that does not discover.
/// </remarks>
internal sealed class McpConnector(IClientTransport transport, McpConnectionOptions options, NotificationHub hub)
{
    /// <summary>Greets the server.</summary>
    /// <exception cref="WireException">It cannot be greeted.</exception>
    public async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = options.Time.GetTimestamp();
        var first = new EraTransport(transport, mayDiscover: options.Era != ProtocolEra.Initialize);
        try
        {
            return await CreateAsync(first, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            var left = options.ConnectTimeout - options.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !ShallTryTheOther(first, exception))
            {
                throw WireErrors.Of(exception);
            }

            options.Report?.Invoke(new(WireReportKind.Unusable, first.MayDiscover
                ? $"The answer to {WireKeys.Discover} cannot be read, so the server is greeted by {WireKeys.Initialize}: {ExceptionText.MessageOf(exception)}"
                : $"The server does not know {WireKeys.Initialize} any more, so it is asked by {WireKeys.Discover}: {ExceptionText.MessageOf(exception)}"));
            return await TryOtherAsync(new(transport, !first.MayDiscover), left, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool ShallTryTheOther(EraTransport first, Exception exception) => first.MayDiscover
        ? !first.SentInitialize && exception is not (IOException or TimeoutException or HttpRequestException or ObjectDisposedException or ClientTransportClosedException)
        : exception is McpException;

    private async Task<McpClient> TryOtherAsync(EraTransport other, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await CreateAsync(other, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw WireErrors.Of(exception);
        }
    }

    private Task<McpClient> CreateAsync(EraTransport era, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var client = new McpClientOptions
        {
            ClientInfo = options.Client,
            InitializationTimeout = timeout,

            // Where discovery worked before, a server that is slow is only slow.
            DiscoverProbeTimeout = options.Era == ProtocolEra.Discovery ? Timeout.InfiniteTimeSpan : options.ProbeTimeout,
            TimeProvider = options.Time,
        };
        if (transport is not LineTransport)
        {
            client.Handlers.NotificationHandlers = [.. new[] { WireKeys.Progress, WireKeys.Log, WireKeys.ToolsChanged, NotificationMethods.SubscriptionsAcknowledgedNotification }
                .Select(method => KeyValuePair.Create(method, Handler(hub, method)))];
        }

        return McpClient.CreateAsync(era, client, options.Loggers is { } loggers ? new QuietLoggerFactory(loggers) : null, cancellationToken);
    }

    /// <summary>A handler of the SDK that tells the hub. Transports other than lines have no order of their own.</summary>
    public static Func<JsonRpcNotification, CancellationToken, ValueTask> Handler(NotificationHub hub, string method) => (notification, _) =>
    {
        hub.Publish(method, notification.Params is { } parameters ? System.Text.Encoding.UTF8.GetBytes(parameters.ToJsonString()) : default);
        return ValueTask.CompletedTask;
    };
}
