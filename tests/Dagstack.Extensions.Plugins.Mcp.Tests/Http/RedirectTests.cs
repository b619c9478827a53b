using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A server that sends its callers to another one: nothing goes there, least of all what the plugin authenticates itself by.</summary>
[Collection(nameof(Alone))]
public sealed class RedirectTests
{
    private const string Secret = "s3cr3t-4711";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StatusCodes.Status301MovedPermanently)]
    [InlineData(StatusCodes.Status302Found)]
    [InlineData(StatusCodes.Status303SeeOther)]
    [InlineData(StatusCodes.Status307TemporaryRedirect)]
    [InlineData(StatusCodes.Status308PermanentRedirect)]
    public async Task Start_AllIsRedirected_IsUnavailableAndCarriesNothingAway(int status)
    {
        await using var other = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync(server => server.On = (context, _) => RedirectAsync(context, other, status));
        await using var host = await StartAsync(server);

        await Wait.UntilAsync(() => host.Status.State == PluginState.Unavailable, "unavailable");

        Assert.Contains("redirects, which is not followed", host.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, host.Status.Reason, StringComparison.Ordinal);
        Assert.Contains(server.Seen, static request => request.Headers.GetValueOrDefault("X-Api-Key") == Secret);
        await host.StopAsync();
        Assert.Empty(other.Seen);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("notifications/initialized")]
    public async Task Request_ThatIsNoCallIsRedirected_CarriesNothingAway(string which)
    {
        await using var other = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync(server => server.On = (context, request) => request.Method == which || request.Message == which ? RedirectAsync(context, other, 307) : Task.FromResult(false), hasSessions: true);
        await using (var host = await StartAsync(server))
        {
            if (which != "notifications/initialized")
            {
                Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
            }

            await server.WaitForAsync(request => which == "DELETE" || request.Method == which || request.Message == which, which);
        }

        Assert.Contains(server.Seen, request => (request.Method == which || request.Message == which) && request.Headers.GetValueOrDefault("X-Api-Key") == Secret);
        Assert.Empty(other.Seen);
    }

    private static Task<DeskHost> StartAsync(DeskServer server)
    {
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_DESK_AUTH", Secret);
        return DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Http = "auth_header = \"X-Api-Key\"\nauth_secret_env = \"DAGSTACK_TEST_DESK_AUTH\"",
            Mcp = static mcp => mcp.Restart.FirstDelay = TimeSpan.FromMinutes(1),
        });
    }

    private static Task<bool> RedirectAsync(HttpContext context, DeskServer other, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = other.Address.ToString();
        return Task.FromResult(true);
    }
}
