using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a server of the kind <c>desk</c> does to calls of <c>write</c>: what they say.</summary>
internal static class NonsenseDesk
{
    private const int MiB = 1024 * 1024;
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    public static async Task<bool> AnswerAsync(HttpContext context, SeenRequest request)
    {
        if (request.Tool != "desk.web.write")
        {
            return false;
        }

        var message = JsonNode.Parse(request.Body)!;
        var id = message["id"]!.ToJsonString();
        var head = $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"";
        var good = head + """result":{"content":[],"structuredContent":{"result":"fine"}}}""";
        switch ((string?)message["params"]!["arguments"]!["what"])
        {
            case "huge":
                await HugeAsync(context, Json, id);
                break;
            case "huge event":
                await HugeAsync(context, Events, id);
                break;
            case "no type":
                await WriteAsync(context, null, good);
                break;
            case "another type":
                await WriteAsync(context, "text/html", "<p>Welcome</p>");
                break;
            case "nothing":
                await WriteAsync(context, Json, "");
                break;
            case "accepted":
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                break;
            case "half":
                await WriteAsync(context, Json, good[..^20]);
                break;
            case "no json":
                await WriteAsync(context, Json, "{ nothing");
                break;
            case "deep":
                await WriteAsync(context, Json, $"{head}result\":{new string('[', 10_000)}{new string(']', 10_000)}}}");
                break;
            case "result":
                await WriteAsync(context, Json, head + """result":5}""");
                break;
            case "keys twice":
                await WriteAsync(context, Json, head + """result":{"content":[],"content":[],"structuredContent":{"result":"fine"}}}""");
                break;
            case "half a pair":
                await WriteAsync(context, Json, head + """result":{"isError":true,"content":[{"type":"text","text":"\ud800"}]}}""");
                break;
            case "refused with keys twice":
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await WriteAsync(context, Json, head + """error":{"code":1,"code":2,"message":"m"}}""");
                break;
            case "refused with half a pair":
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await WriteAsync(context, Json, head + """error":{"code":1,"message":"\ud800","\ud800":1}}""");
                break;
            case "another id":
                await WriteAsync(context, Json, good.Replace(id, "\"nope\"", StringComparison.Ordinal));
                break;
            case "null id":
                await WriteAsync(context, Json, """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""");
                break;
            case "data":
                await WriteAsync(context, Json, head + """error":{"code":-32000,"message":"no","data":{"all":"@"}}}""".Replace("@", new string('x', 10 * MiB), StringComparison.Ordinal));
                break;
            case "half an event":
                await WriteAsync(context, Events, $"event: message\ndata: {good[..^20]}");
                break;
            case "event of noise":
                await WriteAsync(context, Events, "event: message\ndata: noise\n\n");
                break;
            case "no event":
                await WriteAsync(context, Events, ": nothing\n\n");
                break;
            case "noise and answer":
                await WriteAsync(context, Events, $"event: other\ndata: noise\n\n: comment\n\ndata: {good}\n\n");
                break;
            case "answer without end":
                await ForEverAsync(context, $"data: {good}\n\n");
                break;
            case "without end":
                await ForEverAsync(context, "");
                break;
            case "session":
                context.Response.Headers["Mcp-Session-Id"] = "another";
                await WriteAsync(context, Json, good);
                break;
            default:
                return false;
        }

        return true;
    }

    private static async Task WriteAsync(HttpContext context, string? type, string text)
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(text);
    }

    private static async Task HugeAsync(HttpContext context, string type, string id)
    {
        var megabyte = new string('x', MiB);
        await WriteAsync(context, type, (type == Events ? "data: " : "") + $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"content":[],"structuredContent":{"result":" """);
        for (var i = 0; i < 65 && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.WriteAsync(megabyte);
        }

        await context.Response.WriteAsync("\"}}}\n\n");
    }

    /// <summary>Tells that it works, until nobody listens any more.</summary>
    private static async Task ForEverAsync(HttpContext context, string first)
    {
        await WriteAsync(context, Events, first);
        var many = string.Concat(Enumerable.Repeat("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"debug\",\"data\":\"working\"}}\n\n", 100));
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(many, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens.
        }
    }
}
