using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Calls of a plugin that is on a server.</summary>
public sealed class HttpCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_PluginOnAServer_ReturnsWhatItAnswers(bool hasSessions)
    {
        await using var server = await DeskServer.StartAsync(hasSessions: hasSessions);
        await using var host = await DeskHost.OfAsync(server);

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal("hello", await host.Desk.ReadAsync("hello", Token));
        Assert.Equal("again", await host.Desk.WriteAsync("again", Token));
    }

    [Fact]
    public async Task Setup_TellsConfigurationAndTeardownIsNeverSent()
    {
        await using var server = await DeskServer.StartAsync(static server => server.MoreTools = ["dagstack.setup", "dagstack.teardown", "dagstack.health"], hasSessions: true);
        server.Result = static (tool, _) => new JsonObject { ["structuredContent"] = tool == "dagstack.health" ? new JsonObject { ["status"] = "healthy" } : new JsonObject(), ["content"] = new JsonArray() };
        var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Configuration = new() { ["desk:web:colour"] = "red" } });

        await host.DisposeAsync();

        var setup = JsonNode.Parse(server.Seen.Single(static request => request.Tool == "dagstack.setup").Body)!["params"]!["arguments"]!;
        Assert.Equal("""{"colour":"red"}""", setup["config"]!.ToJsonString());
        Assert.True(server.CountOf("dagstack.health") > 0);
        Assert.Equal(0, server.CountOf("dagstack.teardown"));
        Assert.Contains(server.Seen, static request => request.Method == "DELETE");
    }

    [Fact]
    public async Task Call_InsideAnActivity_CarriesTheTraceAndNoBaggageInHeaders()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.OfAsync(server);
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=1";
        activity.AddBaggage("customer", "of-the-host");

        await host.Desk.ReadAsync("x", Token);

        var call = server.Seen.Last(static request => request.Tool == "desk.web.read");
        Assert.Contains(activity.TraceId.ToHexString(), call.Headers["traceparent"], StringComparison.Ordinal);
        Assert.Equal("vendor=1", call.Headers["tracestate"]);
        Assert.Contains(activity.TraceId.ToHexString(), (string)JsonNode.Parse(call.Body)!["params"]!["_meta"]!["traceparent"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(call.Headers.Values, static value => value.Contains("of-the-host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_CancelledOnAServerWithSessions_IsToldToIt()
    {
        await using var server = await DeskServer.StartAsync(hasSessions: true);
        server.On = static async (context, request) =>
        {
            if (request.Tool != "desk.web.read")
            {
                return false;
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        await using var host = await DeskHost.OfAsync(server);
        using var caller = new CancellationTokenSource();
        var call = host.Desk.ReadAsync("x", caller.Token);
        await server.WaitForAsync(static request => request.Tool == "desk.web.read", "called");

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var id = (string)JsonNode.Parse(server.Seen.Single(static request => request.Tool == "desk.web.read").Body)!["id"]!;
        await server.WaitForAsync(request => request.Message == "notifications/cancelled" && (string?)JsonNode.Parse(request.Body)!["params"]!["requestId"] == id, "cancelled");
        await Assert.ThrowsAsync<PluginTimeoutException>(() => PluginCalls.With(host.Desk, new() { Timeout = TimeSpan.FromMilliseconds(100) }).ReadAsync("x", Token));
        Assert.Equal(PluginState.Ready, host.Status.State);
    }

    [Theory]
    [InlineData(400, typeof(PluginCallException), "(HTTP status 400)")]
    [InlineData(500, typeof(PluginCallException), "(HTTP status 500)")]
    [InlineData(401, typeof(PluginUnavailableException), "does not accept what the plugin authenticates itself by")]
    [InlineData(404, typeof(PluginUnavailableException), "has nothing at that address")]
    [InlineData(413, typeof(PluginSerializationException), "does not take messages of that size")]
    [InlineData(429, typeof(PluginUnavailableException), "takes no more requests for now")]
    [InlineData(503, typeof(PluginUnavailableException), "(HTTP status 503)")]
    public async Task Call_AnsweredWithAStatus_IsTypedWithoutTheSecretAndTheWholeBody(int status, Type type, string text)
    {
        const string Secret = "s3cr3t-of-header-99";
        await using var server = await DeskServer.StartAsync();
        server.On = async (context, request) =>
        {
            if (request.Tool != "desk.web.write")
            {
                return false;
            }

            context.Response.StatusCode = status;
            await context.Response.WriteAsync($"no: {request.Headers["X-Api-Key"]} {new string('z', 5_000)}");
            return true;
        };
        await using var host = await DeskHost.StartAsync(new() { Url = server.Address.ToString(), Http = $"headers = {{ X-Api-Key = \"{Secret}\" }}" });

        var fault = await Assert.ThrowsAsync(type, () => host.Desk.WriteAsync("x", Token));

        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Contains("no: ***", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
        Assert.InRange(fault.Message.Count(static character => character == 'z'), 100, 200);
        Assert.Equal(1, server.CountOf("desk.web.write"));
        Assert.Equal(PluginState.Ready, host.Status.State);
        Assert.All(host.Logs.Lines, static line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
    }
}
