using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Lists of tools that change on a server: told by events of a stream that is open for it.</summary>
public sealed class ListChangedHttpTests
{
    private const string Changed = """{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_OfAServerThatSaysThatTheyChanged_AreReadAnew(bool isModern)
    {
        var events = Channel.CreateUnbounded<string>();
        await using var server = await StartAsync(events, isModern);
        await using var host = await DeskHost.OfAsync(server);
        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        await server.WaitForAsync(request => isModern ? request.Message == "subscriptions/listen" : request.Method == "GET", "listened to");
        var before = Lists(server);

        await events.Writer.WriteAsync(Changed, Token);
        await Wait.UntilAsync(() => Lists(server) > before, "read anew");
        var again = Lists(server);
        await events.Writer.WriteAsync("noise", Token);
        await events.Writer.WriteAsync(Changed, Token);

        await Wait.UntilAsync(() => Lists(server) > again, "read anew, whatever came before");
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_ThatChangeEachTimeTheyAreRead_AreReadABoundedNumberOfTimesAndServed(bool isModern)
    {
        var events = Channel.CreateUnbounded<string>();
        var left = 20;
        await using var server = await StartAsync(events, isModern, () =>
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                events.Writer.TryWrite(Changed);
            }
        });
        await using var host = await DeskHost.OfAsync(server);

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        await host.StopAsync();
        Assert.InRange(Lists(server), 1, 100);
    }

    private static int Lists(DeskServer server) => server.Seen.Count(static request => request.Message == "tools/list");

    private static Task<DeskServer> StartAsync(Channel<string> events, bool isModern, Action? listed = null) => DeskServer.StartAsync(server => server.On = async (context, request) =>
    {
        if (request.Message == "tools/list")
        {
            listed?.Invoke();
        }

        if (request.Message == (isModern ? "server/discover" : "initialize"))
        {
            var answer = isModern ? FakeServer.Discovered() : new JsonObject
            {
                ["protocolVersion"] = JsonNode.Parse(request.Body)!["params"]!["protocolVersion"]!.DeepClone(),
                ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = true } },
                ["serverInfo"] = new JsonObject { ["name"] = "desk", ["version"] = "1" },
            };
            await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], answer);
            return true;
        }

        if (request.Message == "server/discover")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return true;
        }

        if (isModern ? request.Message != "subscriptions/listen" : request.Method != "GET")
        {
            return false;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(isModern ? """data: {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"toolsListChanged":true}}}""" + "\n\n" : ": open\n\n");
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {one}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }

        return true;
    });
}
