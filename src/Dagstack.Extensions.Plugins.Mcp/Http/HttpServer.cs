using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>A server somewhere, and the client that it is asked by.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly HttpClientTransport _transport;
    private McpConnection? _connection;

    /// <param name="client">The client, which is this one's from now on.</param>
    /// <param name="target">Where it is.</param>
    /// <param name="name">Whose it is, for the SDK's log.</param>
    /// <param name="connectTimeout">How long the handshake may take.</param>
    /// <param name="loggers">Where the SDK logs to.</param>
    public HttpServer(HttpClient client, HttpTarget target, string name, TimeSpan connectTimeout, ILoggerFactory loggers)
    {
        _client = client;
        var options = new HttpClientTransportOptions
        {
            Endpoint = target.Address,
            Name = name,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>(target.Headers),
            ConnectionTimeout = connectTimeout,
        };
        _transport = new(options, client, new QuietLoggerFactory(loggers), ownsHttpClient: false);
    }

    /// <summary>Greets it.</summary>
    /// <exception cref="WireException">It cannot be greeted.</exception>
    public async Task<McpConnection> ConnectAsync(McpConnectionOptions options, CancellationToken cancellationToken) =>
        _connection = await McpConnection.ConnectAsync(_transport, options, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends all that is under way, whoever waits for it.</summary>
    public void Cut() => _client.Dispose();

    public async ValueTask DisposeAsync()
    {
        try
        {
            try
            {
                if (_connection is { } connection)
                {
                    await connection.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                await _transport.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _client.Dispose();
        }
    }
}
