using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Whose HTTP client a plugin has.</summary>
public sealed class HttpClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_DefaultsOfTheHost_AreNotInheritedAndThoseOfItsNameAre(bool namedFirst)
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Services = services =>
            {
                if (namedFirst)
                {
                    Named(services);
                }

                services.ConfigureHttpClientDefaults(static builder => builder
                    .AddHttpMessageHandler(static () => new Marking("X-Of-Everybody"))
                    .ConfigurePrimaryHttpMessageHandler(static () => throw new InvalidOperationException("not for plugins"))
                    .ConfigureHttpClient(static client => client.DefaultRequestHeaders.Add("X-Client-Of-Everybody", "1")));
                services.ConfigureAll<Microsoft.Extensions.Http.HttpClientFactoryOptions>(static options => options.HttpMessageHandlerBuilderActions.Add(static builder => builder.AdditionalHandlers.Add(new Marking("X-Of-All"))));
                if (!namedFirst)
                {
                    Named(services);
                }
            },
        });

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.All(server.Seen, static request =>
        {
            Assert.Equal("1", request.Headers["X-Own"]);
            Assert.DoesNotContain("X-Of-Everybody", request.Headers.Keys);
            Assert.DoesNotContain("X-Client-Of-Everybody", request.Headers.Keys);
            Assert.DoesNotContain("X-Of-All", request.Headers.Keys);
        });
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("System.Net.Http.HttpClient", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_PrimaryHandlerOfTheApplication_IsUsedAndFollowsNoRedirects()
    {
        await using var other = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync();
        server.On = (context, request) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Address.ToString();
            return Task.FromResult(request.Message == "tools/call");
        };
        using var handler = new HttpClientHandler();
        await using var host = await DeskHost.StartAsync(new()
        {
            Url = server.Address.ToString(),
            Services = services => services.AddHttpClient("dagstack:desk:web").ConfigurePrimaryHttpMessageHandler(() => handler).ConfigureHttpClient(static client => client.Timeout = TimeSpan.FromTicks(1)),
        });

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.False(handler.AllowAutoRedirect);
        Assert.Empty(other.Seen);
    }

    private static void Named(IServiceCollection services) => services.AddHttpClient("dagstack:desk:web").AddHttpMessageHandler(static () => new Marking("X-Own"));

    private sealed class Marking(string header) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add(header, "1");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
