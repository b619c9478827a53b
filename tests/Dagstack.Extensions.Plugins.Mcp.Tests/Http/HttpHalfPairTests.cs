using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers that say half of a pair of characters, or JSON that the SDK's nodes cannot be asked for.</summary>
public sealed class HttpHalfPairTests
{
    private const string Error = """{"isError":true,"content":[{"type":"text","text":"cut \ud83d"}]}""";
    private const string Named = """{"isError":true,"content":[],"\ud83d":1}""";
    private const string Twice = """{"isError":true,"content":[],"a":1,"a":2}""";
    private const string Text = """{"content":[{"type":"text","text":"cut \ud83d"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Error, false, "cut \uFFFD")]
    [InlineData(Error, true, "cut \uFFFD")]
    [InlineData(Named, false, "cannot be read")]
    [InlineData(Twice, false, "cannot be read")]
    public async Task Answer_ThatIsAnErrorWithHalfOfAPair_FailsItsCallAndNoOther(string result, bool asEvent, string expected)
    {
        await using var server = await StartAsync($"\"result\":{result}", asEvent);
        await using var host = await DeskHost.OfAsync(server);

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        await AssertServesAsync(host);
    }

    [Fact]
    public async Task Answer_ThatIsAnErrorOfTheProtocolWithHalfOfAPair_FailsItsCallAndNoOther()
    {
        await using var server = await StartAsync("\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":{\"at\":\"cut \\ud83d\"}}", asEvent: false);
        await using var host = await DeskHost.OfAsync(server);

        await Assert.ThrowsAsync<PluginCallException>(() => host.Desk.WriteAsync("x", Token));

        await AssertServesAsync(host);
    }

    [Fact]
    public async Task Answer_WithHalfOfAPair_IsNoLossOfTheServer()
    {
        await using var server = await StartAsync($"\"result\":{Text}", asEvent: false);
        await using var host = await DeskHost.OfAsync(server);

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("half of a pair of characters", fault.Message, StringComparison.Ordinal);
        await AssertServesAsync(host);
    }

    [Fact]
    public async Task Status_WithHalfOfAPair_FailsItsCallAndNoOther()
    {
        await using var server = await DeskServer.StartAsync();
        server.On = static async (context, request) =>
        {
            if (request.Tool != "desk.web.write")
            {
                return false;
            }

            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($"{{\"jsonrpc\":\"2.0\",\"id\":{JsonNode.Parse(request.Body)!["id"]!.ToJsonString()},\"error\":{{\"code\":-32000,\"message\":\"cut \\ud83d\"}}}}");
            return true;
        };
        await using var host = await DeskHost.OfAsync(server);

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("cut \uFFFD", fault.Message, StringComparison.Ordinal);
        await AssertServesAsync(host);
    }

    private static async Task AssertServesAsync(DeskHost host)
    {
        Assert.Equal("still", await host.Desk.ReadAsync("still", Token).WaitAsync(Limits.Patience, Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    private static Task<DeskServer> StartAsync(string answer, bool asEvent) => DeskServer.StartAsync(server => server.On = async (context, request) =>
    {
        if (request.Tool != "desk.web.write")
        {
            return false;
        }

        var message = $"{{\"jsonrpc\":\"2.0\",\"id\":{JsonNode.Parse(request.Body)!["id"]!.ToJsonString()},{answer}}}";
        context.Response.ContentType = asEvent ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(asEvent ? $"event: message\ndata: {message}\n\n" : message);
        return true;
    });
}
