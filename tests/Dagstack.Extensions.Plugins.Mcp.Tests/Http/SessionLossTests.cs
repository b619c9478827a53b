using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Servers that say in other ways than by 404 that they do not know a session.</summary>
public sealed class SessionLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID provided"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Server not initialized"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}""")]
    [InlineData("Invalid session ID")]
    [InlineData("The session abc does not exist.")]
    public async Task Call_SessionThatIsNotKnownBy400_IsMadeAnew(string body)
    {
        await using var server = await DeskServer.StartAsync(hasSessions: true);
        await using var host = await DeskHost.OfAsync(server);
        Refuse(server, body);

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("does not know the session any more", fault.Message, StringComparison.Ordinal);
        await host.ReadyAfterAsync(1);
        Assert.Equal("x", await host.Desk.WriteAsync("x", Token));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: the session is busy"},"id":null}""")]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32602,"message":"'region' is not valid"},"id":null}""")]
    public async Task Call_OtherAnswerOf400_IsAnErrorAndTheSessionGoesOn(string body)
    {
        await using var server = await DeskServer.StartAsync(hasSessions: true);
        await using var host = await DeskHost.OfAsync(server);
        Refuse(server, body);

        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => host.Desk.WriteAsync("x", Token));

        Assert.IsNotType<PluginUnavailableException>(fault);
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.Equal((PluginState.Ready, 1), (host.Status.State, host.Status.Generation));
    }

    /// <summary>Has it answer the calls of one tool so, as long as the first session is used.</summary>
    private static void Refuse(DeskServer server, string body)
    {
        var session = server.Seen.First(static request => request.Headers.ContainsKey("Mcp-Session-Id")).Headers["Mcp-Session-Id"];
        server.On = async (context, request) =>
        {
            if (request.Tool != "desk.web.write" || request.Headers["Mcp-Session-Id"] != session)
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/plain";
            await context.Response.WriteAsync(body);
            return true;
        };
    }
}
