using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>What a server sends in the stream of an answer, in its order.</summary>
public sealed class HttpOrderTests
{
    [Fact]
    public async Task Progress_InOneGoWithTheResult_IsAllToldInOrder()
    {
        const int Count = 100;
        await using var server = await DeskServer.StartAsync();
        server.On = async (context, request) =>
        {
            if (request.Tool != "desk.web.write")
            {
                return false;
            }

            var message = JsonNode.Parse(request.Body)!;
            var events = new StringBuilder();
            for (var i = 1; i <= Count; i++)
            {
                Add(events, new() { ["method"] = "notifications/progress", ["params"] = new JsonObject { ["progressToken"] = message["params"]!["_meta"]!["progressToken"]!.DeepClone(), ["progress"] = i, ["total"] = Count } });
            }

            Add(events, new() { ["id"] = message["id"]!.DeepClone(), ["result"] = new JsonObject { ["structuredContent"] = new JsonObject { ["result"] = "done" }, ["content"] = new JsonArray() } });
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(events.ToString());
            return true;
        };
        await using var host = await DeskHost.OfAsync(server);

        Assert.Equal("done", await host.Desk.WriteAsync("x", TestContext.Current.CancellationToken));

        Assert.Equal(
            Enumerable.Range(1, Count).Select(static i => $"{i} % done"),
            host.Logs.Lines.Where(static line => line.Contains(" % done", StringComparison.Ordinal)).Select(static line => line[(line.IndexOf("web: ", StringComparison.Ordinal) + 5)..].Trim()));
    }

    private static void Add(StringBuilder events, JsonObject message)
    {
        message["jsonrpc"] = "2.0";
        events.Append("event: message\ndata: ").Append(message.ToJsonString()).Append("\n\n");
    }
}
