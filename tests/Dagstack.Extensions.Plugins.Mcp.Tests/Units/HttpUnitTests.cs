using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Http;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>Units of work on a server, which runs them by a tool that is there for them.</summary>
public sealed class HttpUnitTests
{
    private const string Declared = """

        [plugin.unit_of_work]
        declared = true
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ByTheToolForUnits_SavesAndReportsBeforeItEnds(bool hasSessions)
    {
        await using var server = await DeskServer.StartAsync(
            static server =>
            {
                server.MoreTools = ["dagstack.run_unit"];
                server.On = RunAsync;
            },
            hasSessions);
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = Declared });
        var unit = new TestUnit("u4", attempt: 2);

        var first = await unit.RunAsync(host.Services, "desk:web", """{"pages":2}""");
        var second = await unit.RunAsync(host.Services, "desk:web", """{"pages":2}""");

        Assert.Equal("""{"pages":2,"attempt":2,"before":null}""", first.GetRawText());
        Assert.Equal("""{"pages":2,"attempt":2,"before":7}""", second.GetRawText());
        Assert.Equal("7", await unit.SavedAsync("page"));
        Assert.Equal(["half", "half"], unit.Said);
    }

    /// <summary>Serves a unit as a stream of events: progress, a checkpoint, and the output.</summary>
    private static async Task<bool> RunAsync(HttpContext context, SeenRequest seen)
    {
        if (seen.Tool != "dagstack.run_unit")
        {
            return false;
        }

        var message = JsonNode.Parse(seen.Body)!;
        var meta = message["params"]!["_meta"]!;
        var unit = meta["dev.dagstack/unit"]!;
        context.Response.ContentType = "text/event-stream";
        await SendAsync("notifications/progress", new() { ["progressToken"] = meta["progressToken"]!.DeepClone(), ["progress"] = 1, ["total"] = 2, ["message"] = "half" });
        await SendAsync("dagstack/checkpoint", new() { ["key"] = "page", ["value"] = 7, ["unit_id"] = (string?)unit["unit_id"] });
        var output = new JsonObject
        {
            ["pages"] = message["params"]!["arguments"]!["pages"]!.DeepClone(),
            ["attempt"] = unit["attempt"]!.DeepClone(),
            ["before"] = meta["dev.dagstack/checkpoint"]?["page"]?["value"]?.DeepClone(),
        };
        await WriteAsync(new() { ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), ["result"] = new JsonObject { ["resultType"] = "complete", ["content"] = new JsonArray(), ["structuredContent"] = new JsonObject { ["result"] = output } } });
        return true;

        Task SendAsync(string method, JsonObject parameters) => WriteAsync(new() { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

        Task WriteAsync(JsonObject json) => context.Response.WriteAsync($"event: message\ndata: {json.ToJsonString()}\n\n");
    }
}
