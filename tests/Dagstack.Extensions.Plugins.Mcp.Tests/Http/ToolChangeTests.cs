using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A server over HTTP whose tools become others.</summary>
public sealed class ToolChangeTests
{
    [Fact]
    public async Task ListChanged_BetweenTheLastListingAndTheEndOfTheSetup_IsListedAgain()
    {
        var (change, heard) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        using var _ = heard;
        var listings = 0;
        await using var server = await DeskServer.StartAsync();
        server.On = async (context, request) =>
        {
            switch (request.Message)
            {
                case "server/discover":
                    await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], FakeServer.Discovered());
                    return true;
                case "subscriptions/listen":
                    context.Response.ContentType = "text/event-stream";
                    await SayAsync(context, "notifications/subscriptions/acknowledged", new() { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } });
                    await change.Task.WaitAsync(context.RequestAborted);
                    listings = server.Seen.Count(static seen => seen.Message == "tools/list");
                    await SayAsync(context, "notifications/tools/list_changed", []);
                    await SayAsync(context, "notifications/message", new() { ["level"] = "warning", ["data"] = "they are others" });
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return true;
                default:
                    return false;
            }
        };

        // The setup stands still where it says that it has listed, until the change has come.
        var hook = new LogHook(line =>
        {
            if (line.StartsWith("Its server speaks MCP", StringComparison.Ordinal))
            {
                change.TrySetResult();
                heard.Wait(Limits.Patience);
            }
            else if (line.Contains("they are others", StringComparison.Ordinal))
            {
                heard.Set();
            }
        });
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Services = services => services.AddSingleton<ILoggerProvider>(hook),
            Options = static options => options.HealthInterval = Timeout.InfiniteTimeSpan,
        });

        Assert.True(heard.IsSet);
        await Wait.UntilAsync(() => server.Seen.Count(static seen => seen.Message == "tools/list") > listings, "another listing");
    }

    private static async Task SayAsync(HttpContext context, string method, JsonObject parameters)
    {
        await context.Response.WriteAsync($"event: message\ndata: {new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
