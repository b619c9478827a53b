using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers that come, go, and come again.</summary>
public sealed class HttpLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_ServerThatIsNotThere_IsUnavailableWithTheReasonUntilItComes(bool hasSessions)
    {
        await using var server = await DeskServer.StartAsync(hasSessions: hasSessions);
        await server.StopAsync();
        await using var host = await DeskHost.OfAsync(server);
        Assert.True(host.Status.State is PluginState.Unavailable or PluginState.Starting);
        await Wait.UntilAsync(() => host.Status is { State: PluginState.Unavailable, Code: PluginErrorCodes.PluginUnavailable, Reason: { } reason } && reason.Contains("Connection refused", StringComparison.Ordinal), "the reason");
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.ReadAsync("x", Token));

        await server.StartAsync();

        await host.ReadyAsync();
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_ServerWithSessionsStartedAnew_IsConnectedToAnew()
    {
        await using var server = await DeskServer.StartAsync(hasSessions: true);
        await using var host = await DeskHost.OfAsync(server);
        await server.StopAsync();
        await server.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("does not know the session any more", fault.Message, StringComparison.Ordinal);
        await host.ReadyAfterAsync(1);
        Assert.Equal("x", await host.Desk.WriteAsync("x", Token));
        Assert.Equal(2, server.Seen.Count(static request => request.Message == "initialize"));
    }

    [Fact]
    public async Task Call_ServerThatIsGone_IsUnavailableUntilItComesBack()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.OfAsync(server);
        await server.StopAsync();

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable || host.Status.State == PluginState.Starting, "lost");
        await host.Logs.WaitForAsync("its server cannot be reached any more.");
        await server.StartAsync();
        await host.ReadyAfterAsync(1);
        Assert.Equal("x", await host.Desk.WriteAsync("x", Token));
    }

    [Fact]
    public async Task Call_ServerThatIsSetUpAndStartedAnew_IsSetUpAgain()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.setup"]);
        await using var host = await DeskHost.OfAsync(server);
        await server.StopAsync();

        var call = host.Desk.ReadAsync("x", Token);
        await server.StartAsync();

        // By a retry within its time, or not at all: that depends on how fast a port is bound.
        await Record.ExceptionAsync(() => call);
        await host.ReadyAfterAsync(1);
        Assert.Equal(2, server.CountOf("dagstack.setup"));
        Assert.Equal("x", await host.Desk.WriteAsync("x", Token));
    }

    [Fact]
    public async Task Call_ConnectionThatBreaksOnce_IsNotTheEnd()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.setup"]);
        server.On = static (context, request) =>
        {
            if (request.Tool == "desk.web.write")
            {
                context.Abort();
            }

            return Task.FromResult(request.Tool == "desk.web.write");
        };
        await using var host = await DeskHost.OfAsync(server);
        var lists = server.Seen.Count(static request => request.Message == "tools/list");

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        // It was looked at once more.
        await Wait.UntilAsync(() => server.Seen.Count(static request => request.Message == "tools/list") > lists);
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    [Fact]
    public async Task Health_ThreeSilentAnswers_AreAnEnd()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.health"]);
        var isSilent = false;
        server.On = async (context, request) =>
        {
            if (request.Tool != "dagstack.health")
            {
                return false;
            }

            if (Volatile.Read(ref isSilent))
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await DeskServer.AnswerAsync(context, JsonNode.Parse(request.Body)!["id"], new JsonObject { ["structuredContent"] = new JsonObject { ["status"] = "healthy" }, ["content"] = new JsonArray() });
            return true;
        };
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Options = static options => (options.HealthInterval, options.HealthTimeout, options.HealthFailures) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), 10),
        });

        Volatile.Write(ref isSilent, true);

        await host.Logs.WaitForAsync("its server did not answer three health checks in a row.");
        Volatile.Write(ref isSilent, false);
        await host.ReadyAfterAsync(1);
    }

    [Fact]
    public async Task Health_Unhealthy_IsTheStateAndItsReason()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.health"]);
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Options = static options => options.HealthInterval = TimeSpan.FromMilliseconds(50) });
        server.Result = static (_, _) => new JsonObject { ["structuredContent"] = new JsonObject { ["status"] = "degraded", ["reason"] = "low on ink" }, ["content"] = new JsonArray() };

        await Wait.UntilAsync(() => host.Status is { State: PluginState.Degraded, Reason: "low on ink" }, "degraded");
    }

    [Theory]
    [InlineData("""["desk.web.raed"]""", "lacks tools that the contract of the kind 'desk' needs")]
    [InlineData("""["dagstack.setup"]""", "The setup of plugin 'desk:web' failed: no ink")]
    public async Task Start_ServerThatCannotBeUsedYet_IsTriedAgain(string tools, string reason)
    {
        string[] listed = [.. JsonNode.Parse(tools)!.AsArray().Select(static tool => (string)tool!)];
        var isFixed = false;
        await using var server = await DeskServer.StartAsync(static _ => { });
        server.On = async (context, request) =>
        {
            var id = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body)!["id"];
            if (Volatile.Read(ref isFixed) || id is null)
            {
                return false;
            }

            switch (request.Message)
            {
                case "tools/list":
                    await DeskServer.AnswerAsync(context, id, new JsonObject { ["tools"] = new JsonArray([.. listed.Select(static name => new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } })]) });
                    return true;
                case "tools/call":
                    await DeskServer.AnswerAsync(context, id, new JsonObject { ["isError"] = true, ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "no ink" }) });
                    return true;
                default:
                    return false;
            }
        };
        await using var host = await DeskHost.OfAsync(server);
        await Wait.UntilAsync(() => host.Status.Reason?.Contains(reason, StringComparison.Ordinal) == true, reason);

        Volatile.Write(ref isFixed, true);

        await host.ReadyAsync();
    }
}
