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
        var change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listed = new ManualResetEventSlim();
        var (isChanged, isListedAgain) = (false, false);
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
                    Volatile.Write(ref isChanged, true);
                    await SayAsync(context, "notifications/tools/list_changed", []);
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return true;
                case "tools/list" when Volatile.Read(ref isChanged):
                    listed.Set();
                    return false;
                default:
                    return false;
            }
        };

        // The setup stands still where it says that it has listed.
        var hook = new LogHook(line =>
        {
            if (line.StartsWith("Its server speaks MCP", StringComparison.Ordinal))
            {
                change.TrySetResult();
                isListedAgain = listed.Wait(Limits.Patience / 2);
            }
        });
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Services = services => services.AddSingleton<ILoggerProvider>(hook),
            Options = static options => options.HealthInterval = Timeout.InfiniteTimeSpan,
        });

        Assert.True(isListedAgain);
    }

    private static async Task SayAsync(HttpContext context, string method, JsonObject parameters)
    {
        await context.Response.WriteAsync($"event: message\ndata: {new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters }.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
