using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A server that was greeted: its tools are called and listed, and what it says on its own is told.</summary>
/// <remarks>
/// The SDK negotiates. Over a <see cref="LineTransport"/> requests and their answers pass it by; over any other it carries them as nodes. No call
/// has a time of its own: that is the caller's.
/// </remarks>
internal sealed class McpConnection : IAsyncDisposable
{
    private readonly McpClient _client;
    private readonly McpConnectionOptions _options;
    private readonly NotificationHub _hub;
    private readonly ToolLister _lister;
    private readonly ToolWatch _watch;
    private readonly LineTransport? _line;
    private readonly IWireRequests _requests;
    private readonly Lazy<Task> _end;

    private McpConnection(McpClient client, McpConnectionOptions options, NotificationHub hub, LineTransport? line)
    {
        _client = client;
        _options = options;
        _hub = hub;
        _line = line;
        _requests = line is null ? new NodeRequests(client, options, Era) : new LineRequests(line, client, options, Era);
        _end = new(EndAsync);
        _lister = new(this, options, line is null ? new(client, options.Told) : null);
        _watch = new(this, options, _lister.Invalidate);
    }

    /// <summary>Gets the revision of the protocol that was negotiated.</summary>
    public string ProtocolVersion => _client.NegotiatedProtocolVersion!;

    /// <summary>Gets the era of that revision. A restart is to be given it.</summary>
    public ProtocolEra Era => string.CompareOrdinal(ProtocolVersion, WireKeys.FirstDiscoveredVersion) < 0 ? ProtocolEra.Initialize : ProtocolEra.Discovery;

    /// <summary>Gets whether all requests go over one line, whose end is the end of all.</summary>
    public bool IsLine => _line is not null;

    public ServerCapabilities Capabilities => _client.ServerCapabilities;

    /// <summary>Gets the task of its end, whoever ended it. It does not fail.</summary>
    public Task Ended => _client.Completion;

    /// <summary>Greets a server.</summary>
    /// <exception cref="WireException">It cannot be greeted.</exception>
    public static async Task<McpConnection> ConnectAsync(IClientTransport transport, McpConnectionOptions options, CancellationToken cancellationToken)
    {
        options = options.WithGuardedReport();
        var hub = new NotificationHub(options);
        if (options.Log is { } log)
        {
            hub.Subscribe(WireKeys.Log, parameters => log(LogReader.Read(parameters)));
        }

        // Before the connection is there nobody has a list that could be another.
        McpConnection? connection = null;
        hub.Subscribe(WireKeys.ToolsChanged, _ => Volatile.Read(ref connection)?._lister.Invalidate());
        var line = transport as LineTransport;
        line?.Notified = hub.Publish;
        try
        {
            var client = await new McpConnector(transport, options, hub).ConnectAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref connection, new(client, options, hub, line));
            await connection._watch.StartAsync(cancellationToken).ConfigureAwait(false);
            await connection.SetLogLevelAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            line?.Forget(hub);
            await (connection?._end.Value ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="writeArguments">Writes its arguments as one JSON object, on the caller's thread. What it throws reaches the caller.</param>
    /// <param name="meta">What goes into <c>_meta</c>.</param>
    /// <param name="progress">What is told how far it is. It must not wait.</param>
    /// <param name="cancellationToken">Ends the waiting at once, and tells the server.</param>
    /// <returns>The result, which is the caller's until disposed, be it an error of the tool or not.</returns>
    /// <exception cref="WireException">It came to nothing.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireResult> CallToolAsync(
        string tool, Action<IBufferWriter<byte>> writeArguments, WireMeta? meta, IProgress<WireProgress>? progress, CancellationToken cancellationToken)
    {
        var request = WireRequest.Of(WireKeys.CallTool) with { Tool = tool, WriteArguments = writeArguments, Meta = meta?.Take(), TellsProgress = progress is not null };
        if (progress is not null)
        {
            _hub.Follow(request.Id, progress);
        }

        try
        {
            return ResultRules.Check(await _requests.SendAsync(request, cancellationToken).ConfigureAwait(false), _options.Mask);
        }
        finally
        {
            if (progress is not null)
            {
                _hub.Unfollow(request.Id);
            }
        }
    }

    /// <summary>Lists all tools, of all pages. A list that changes while it is read is read again.</summary>
    /// <exception cref="WireException">It cannot be read, or is too long.</exception>
    public Task<IReadOnlyList<WireTool>> ListToolsAsync(CancellationToken cancellationToken) => _lister.ListAsync(cancellationToken);

    /// <summary>Asks for a sign of life: by a ping, or by the first tools where there is none any more.</summary>
    /// <exception cref="WireException">There is none.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var _ = await RequestAsync(Era == ProtocolEra.Initialize ? WireKeys.Ping : WireKeys.ListTools, [], cancellationToken).ConfigureAwait(false);
        }
        catch (WireException refused) when (refused is { RemoteCode: not null, Status: null })
        {
            // It says no, as one may that knows no ping: so it is there.
        }
    }

    /// <summary>Subscribes to the notifications of a method, of whatever name. The handler must not wait; its bytes are there for the time of the call.</summary>
    public IDisposable Subscribe(string method, Action<ReadOnlyMemory<byte>> handler) => _hub.Subscribe(method, handler);

    /// <summary>Takes secrets out of a text.</summary>
    public string Told(string text) => _options.Told(text);

    /// <summary>Ends the connection. Calls inside fail; the streams of a line are left as they are.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    /// <summary>Sends any request.</summary>
    internal ValueTask<WireResult> RequestAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        _requests.SendAsync(WireRequest.Of(method) with { Parameters = parameters }, cancellationToken);

    private async Task EndAsync()
    {
        try
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _line?.Forget(_hub);
            _requests.End();
            await _client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task SetLogLevelAsync(CancellationToken cancellationToken)
    {
#pragma warning disable MCP9005 // Logging is deprecated from 2026-07-28, and this is for servers of before.
        if (_options.LogLevel is { } level && Era == ProtocolEra.Initialize && Capabilities.Logging is not null)
#pragma warning restore MCP9005
        {
            try
            {
                using var _ = await RequestAsync("logging/setLevel", new() { ["level"] = level }, cancellationToken).ConfigureAwait(false);
            }
            catch (WireException refused) when (refused.RemoteCode is not null)
            {
                _options.Report?.Invoke(new(WireReportKind.Unusable, $"The server takes no level for its log messages: {refused.Message}"));
            }
        }
    }
}
