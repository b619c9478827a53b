using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A server of the kind <c>desk</c> on a port of its own, that does what a test says. It can be stopped and started again where it was.</summary>
internal sealed class DeskServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly ConcurrentDictionary<string, bool> _sessions = new();
    private WebApplication? _application;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0/mcp");

    /// <summary>Whether it is of the first era, with sessions.</summary>
    public bool HasSessions { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>The tools besides those of the contract.</summary>
    public string[] MoreTools { get; set; } = [];

    /// <summary>Answers a request in its own way, and tells whether it did.</summary>
    public Func<HttpContext, SeenRequest, Task<bool>> On { get; set; } = static (_, _) => Task.FromResult(false);

    /// <summary>Makes the result of a tool from its name and arguments.</summary>
    public Func<string, JsonNode?, JsonNode> Result { get; set; } = static (_, arguments) => new JsonObject { ["structuredContent"] = new JsonObject { ["result"] = (string?)arguments?["what"] }, ["content"] = new JsonArray() };

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public static async Task<DeskServer> StartAsync(Action<DeskServer>? prepare = null, bool hasSessions = false)
    {
        var server = new DeskServer { HasSessions = hasSessions };
        prepare?.Invoke(server);
        await server.StartAsync();
        return server;
    }

    public int CountOf(string tool) => _seen.Count(request => request.Tool == tool);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, Address.Port, listen =>
        {
            if (Certificate is { } certificate)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        var application = _application = builder.Build();
        application.Run(HandleAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        Address = new(new Uri(application.Urls.Single()), "/mcp");
    }

    /// <summary>Stops as a process does that is killed: connections break, and sessions are forgotten.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _application, null) is { } application)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await application.StopAsync(now.Token);
            await application.DisposeAsync();
        }

        _sessions.Clear();
    }

    public Task WaitForAsync(Func<SeenRequest, bool> request, string what) => Wait.UntilAsync(() => _seen.Any(request), what);

    public ValueTask DisposeAsync() => new(StopAsync());

    public static Task AnswerAsync(HttpContext context, JsonNode? id, JsonNode result) =>
        WriteAsync(context, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["result"] = result });

    private static Task WriteAsync(HttpContext context, JsonObject message)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(message.ToJsonString());
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var seen = new SeenRequest(context.Request.Method, context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
        _seen.Enqueue(seen);
        if (await On(context, seen))
        {
            return;
        }

        if (seen.Method != "POST")
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (HasSessions && seen.Message != "initialize" && seen.Message != "server/discover" && !(seen.Headers.GetValueOrDefault("Mcp-Session-Id") is { } session && _sessions.ContainsKey(session)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await HandleAsync(context, JsonNode.Parse(body)!.AsObject());
    }

    private async Task HandleAsync(HttpContext context, JsonObject message)
    {
        if (message["id"] is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        switch ((string)message["method"]!)
        {
            case "server/discover" when !HasSessions:
                var discovered = FakeServer.Discovered();
                discovered["capabilities"] = new JsonObject { ["tools"] = new JsonObject() };
                await AnswerAsync(context, id, discovered);
                break;
            case "initialize" when HasSessions:
                var session = Guid.NewGuid().ToString();
                _sessions[session] = true;
                context.Response.Headers["Mcp-Session-Id"] = session;
                await AnswerAsync(context, id, new JsonObject
                {
                    ["protocolVersion"] = message["params"]!["protocolVersion"]!.DeepClone(),
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["serverInfo"] = new JsonObject { ["name"] = "desk", ["version"] = "1" },
                });
                break;
            case "ping" when HasSessions:
                await AnswerAsync(context, id, new JsonObject());
                break;
            case "tools/list":
                await AnswerAsync(context, id, new JsonObject { ["tools"] = new JsonArray([.. MoreTools.Concat(["desk.web.read", "desk.web.write"]).Select(static name => new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]) });
                break;
            case "tools/call":
                await AnswerAsync(context, id, Result((string)message["params"]!["name"]!, message["params"]!["arguments"]));
                break;
            default:
                await WriteAsync(context, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" } });
                break;
        }
    }
}
