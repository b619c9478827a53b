using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A server in this process that does what a test says, over two pipes in memory.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Pipe _toServer;
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false));
    private readonly Channel<JsonObject> _received = Channel.CreateUnbounded<JsonObject>();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _stop = new();

    public FakeServer(int inputThreshold = 256 * 1024)
    {
        _toServer = new(new PipeOptions(pauseWriterThreshold: inputThreshold, resumeWriterThreshold: Math.Max(1, inputThreshold / 2), useSynchronizationContext: false));
        Input = _toServer.Writer.AsStream();
        Output = _toClient.Reader.AsStream();
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is of the second era.</summary>
    public bool IsModern { get; init; } = true;

    /// <summary>Handles a message in its own way, and tells whether it did.</summary>
    public Func<JsonObject, ValueTask<bool>>? On { get; set; }

    /// <summary>What it read, as text.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>How long the line waits for what is still to be read when the server is gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(50);

    public ConcurrentQueue<WireReport> Reports { get; } = new();

    public JsonArray Tools { get; set; } = [new JsonObject { ["name"] = "echo", ["inputSchema"] = new JsonObject { ["type"] = "object" } }];

    public static FakeServer Start(Action<FakeServer>? prepare = null, bool isModern = true, int inputThreshold = 256 * 1024, int graceMs = 50)
    {
        var server = new FakeServer(inputThreshold) { IsModern = isModern, Grace = TimeSpan.FromMilliseconds(graceMs) };
        prepare?.Invoke(server);
        _ = Task.Run(server.RunAsync);
        return server;
    }

    public LineTransport Transport(int maxMessageBytes = 64 * 1024 * 1024, TimeProvider? time = null, Microsoft.Extensions.Logging.ILoggerFactory? loggers = null) =>
        new(Input, Output, Gone.Task, new() { MaxMessageBytes = maxMessageBytes, Report = Reports.Enqueue, Grace = Grace, Time = time ?? TimeProvider.System }, loggers);

    public McpConnectionOptions Options() => new() { Report = Reports.Enqueue };

    public Task<McpConnection> ConnectAsync(McpConnectionOptions? options = null, int maxMessageBytes = 64 * 1024 * 1024) =>
        McpConnection.ConnectAsync(Transport(maxMessageBytes), options ?? Options(), TestContext.Current.CancellationToken).WaitAsync(Patience);

    /// <summary>Waits for the next message of a method; those before it are gone.</summary>
    public async Task<JsonObject> NextAsync(string method)
    {
        while (true)
        {
            var message = await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            if ((string?)message["method"] == method)
            {
                return message;
            }
        }
    }

    /// <summary>Waits for the next answer of the client.</summary>
    public async Task<JsonObject> NextAnswerAsync()
    {
        while (true)
        {
            var message = await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            if (!message.ContainsKey("method"))
            {
                return message;
            }
        }
    }

    public async ValueTask<bool> RespondAsync(JsonObject request, JsonNode result)
    {
        await WriteLineAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["result"] = result }.ToJsonString());
        return true;
    }

    public async ValueTask<bool> RefuseAsync(JsonObject request, int code, string message, JsonNode? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = data;
        }

        await WriteLineAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["error"] = error }.ToJsonString());
        return true;
    }

    public Task NotifyAsync(string method, JsonObject parameters) =>
        WriteLineAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString());

    public Task WriteLineAsync(string line) => WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync(_stop.Token);
        try
        {
            await _toClient.Writer.WriteAsync(bytes, _stop.Token);
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask CloseOutputAsync() => _toClient.Writer.CompleteAsync();

    /// <summary>The answer of a server of the second era to a discovery.</summary>
    public static JsonObject Discovered() => new()
    {
        ["resultType"] = "complete",
        ["supportedVersions"] = new JsonArray("2026-07-28"),
        ["capabilities"] = Capabilities(),
        ["ttlMs"] = 0,
        ["cacheScope"] = "private",
    };

    public static JsonObject Text(string text, bool isError = false) => new()
    {
        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
        ["isError"] = isError,
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _toServer.Reader.CompleteAsync();
        await _toClient.Writer.CompleteAsync();
    }

    private static JsonObject Capabilities() => new() { ["tools"] = new JsonObject { ["listChanged"] = true }, ["logging"] = new JsonObject() };

    private async Task RunAsync()
    {
        using var reader = new StreamReader(_toServer.Reader.AsStream());
        try
        {
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                Lines.Enqueue(line);
                var message = JsonNode.Parse(line)!.AsObject();
                _received.Writer.TryWrite(message);
                _ = HandleAsync(message);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or System.Text.Json.JsonException)
        {
            _received.Writer.TryComplete(exception);
        }
    }

    private async Task HandleAsync(JsonObject message)
    {
        await Task.Yield();
        if ((On is not null && await On(message)) || !message.ContainsKey("id") || !message.ContainsKey("method"))
        {
            return;
        }

        switch ((string)message["method"]!)
        {
            case "server/discover" when IsModern:
                await RespondAsync(message, Discovered());
                break;
            case "subscriptions/listen" when IsModern:
                await NotifyAsync("notifications/subscriptions/acknowledged", new() { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } });
                break;
            case "initialize" when !IsModern:
                await RespondAsync(message, new JsonObject
                {
                    ["protocolVersion"] = message["params"]!["protocolVersion"]!.DeepClone(),
                    ["capabilities"] = Capabilities(),
                    ["serverInfo"] = new JsonObject { ["name"] = "fake", ["version"] = "1" },
                });
                break;
            case "ping" when !IsModern:
            case "logging/setLevel" when !IsModern:
                await RespondAsync(message, new JsonObject());
                break;
            case "tools/list":
                await RespondAsync(message, new JsonObject { ["tools"] = Tools.DeepClone() });
                break;
            case "tools/call":
                await RespondAsync(message, new JsonObject { ["structuredContent"] = message["params"]!["arguments"]!.DeepClone(), ["content"] = new JsonArray() });
                break;
            default:
                await RefuseAsync(message, -32601, "Method not found");
                break;
        }
    }
}
