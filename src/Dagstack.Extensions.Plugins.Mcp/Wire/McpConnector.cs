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
    /// <summary>Gets who is told of notifications by what comes as nodes; null for lines, which tell them before.</summary>
    private NotificationHub? Hub => transport is LineTransport ? null : hub;

    /// <summary>Greets the server.</summary>
    /// <exception cref="WireException">It cannot be greeted.</exception>
    public async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var start = options.Time.GetTimestamp();
        var first = new EraTransport(transport, mayDiscover: options.Era != ProtocolEra.Initialize, Hub, options.Mask);
        try
        {
            var probe = options.Era == ProtocolEra.Discovery ? Timeout.InfiniteTimeSpan : options.ProbeTimeout;
            return await CreateAsync(first, probe, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var left = options.ConnectTimeout - options.Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || OtherWay(first, exception) is not { } other)
            {
                throw FaultOf(exception, first);
            }

            options.Report?.Invoke(new(WireReportKind.Unusable, other.MayDiscover
                ? $"The server does not know {WireKeys.Initialize}, so it is asked by {WireKeys.Discover}: {Told(exception)}"
                : $"The answer to {WireKeys.Discover} cannot be read, so the server is greeted by {WireKeys.Initialize}: {Told(exception)}"));
            return await TryOtherAsync(other, left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Another way to greet, if there is one that may do better.</summary>
    private EraTransport? OtherWay(EraTransport first, Exception exception)
    {
        if (first.SentInitialize)
        {
            // One that knows no initialize is new: it was, or started, too slow for the probe, or became another since the last time.
            return exception is McpProtocolException { ErrorCode: McpErrorCode.MethodNotFound or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.InvalidRequest }
                ? new(transport, mayDiscover: true, Hub, options.Mask)
                : null;
        }

        return first.MayDiscover && (exception is HttpRequestException { StatusCode: not null } status
            ? StatusErrors.IsAboutTheRequest(status)
            : exception is not (IOException or TimeoutException or HttpRequestException or ObjectDisposedException or ClientTransportClosedException))
            ? new(transport, mayDiscover: false, Hub, options.Mask)
            : null;
    }

    private string Told(Exception exception) => Excerpt.Cut(options.Told(ExceptionText.MessageOf(exception)), 200);

    private async Task<McpClient> TryOtherAsync(EraTransport other, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await CreateAsync(other, Timeout.InfiniteTimeSpan, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw FaultOf(exception, other);
        }
    }

    /// <summary>What an exception of a handshake means: of a line that ended its reason, which the SDK does not know.</summary>
    private WireException FaultOf(Exception exception, EraTransport era)
    {
        var fault = WireErrors.Of(exception, options.Mask, options.ConnectTimeout);
        if (fault.Fault != WireFault.Gone || transport is not LineTransport { Reason: { } reason } line)
        {
            return fault;
        }

        return era.SentDiscover && !era.SentInitialize && !line.HasAnswered
            ? new(WireFault.Gone, $"{reason.Message} It went on '{WireKeys.Discover}', which it was asked before anything else; a server that knows '{WireKeys.Initialize}' only may do so. Start it again, and greet it by '{WireKeys.Initialize}'.", exception) { DiedOnDiscovery = true }
            : reason.Again();
    }

    private Task<McpClient> CreateAsync(EraTransport era, TimeSpan probe, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var client = new McpClientOptions
        {
            ClientInfo = options.Client,
            InitializationTimeout = timeout,
            DiscoverProbeTimeout = probe,
            TimeProvider = options.Time,
        };

        return McpClient.CreateAsync(era, client, options.Loggers is { } loggers ? new QuietLoggerFactory(loggers) : null, cancellationToken);
    }
}
