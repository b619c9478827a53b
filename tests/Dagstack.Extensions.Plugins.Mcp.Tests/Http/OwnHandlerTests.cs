using System.Diagnostics;
using System.Net;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>Primary handlers that an application gives to the client of a plugin.</summary>
[Collection(nameof(Alone))]
public sealed class OwnHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(typeof(HttpClientHandler))]
    [InlineData(typeof(SocketsHttpHandler))]
    public async Task Redirect_BelowAHandlerOfTheApplication_IsNotFollowed(Type leaf)
    {
        await using var other = await DeskServer.StartAsync();
        await using var server = await RedirectingAsync(other);
        await using var host = await StartAsync(server, () => new Passing { InnerHandler = new Passing { InnerHandler = (HttpMessageHandler)Activator.CreateInstance(leaf)! } });

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.WriteAsync("x", Token));

        Assert.Contains("redirects, which is not followed", fault.Message, StringComparison.Ordinal);
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task Redirect_ThatAHandlerOfUnknownMakeFollows_IsRefusedAndSaysWhatToDo()
    {
        await using var other = await DeskServer.StartAsync();
        await using var server = await RedirectingAsync(other);
        await using var host = await StartAsync(server, static () => new Unknown());

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Desk.ReadAsync("x", Token));

        Assert.Contains($"followed a redirect to '{other.Address.GetLeftPart(UriPartial.Authority)}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("AllowAutoRedirect = false", fault.Message, StringComparison.Ordinal);
        Assert.Single(other.Seen);
    }

    [Fact]
    public async Task Proxy_OfTheSystem_DoesNotGetWhatIsForThisMachine()
    {
        await using var proxy = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        try
        {
            await using var own = await DeskHost.OfAsync(server);
            await using var given = await StartAsync(server, static () => new HttpClientHandler());
            await using var other = await StartAsync(server, static () => new SocketsHttpHandler());

            Assert.Equal(["x", "x", "x"], [await own.Desk.ReadAsync("x", Token), await given.Desk.ReadAsync("x", Token), await other.Desk.ReadAsync("x", Token)]);
            Assert.Empty(proxy.Seen);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task Proxy_ThatAHandlerNames_IsUsed()
    {
        await using var proxy = await DeskServer.StartAsync();
        await using var server = await DeskServer.StartAsync();
        await using var host = await StartAsync(server, () => new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) });

        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
        Assert.NotEmpty(proxy.Seen);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData(typeof(HttpClientHandler))]
    [InlineData(typeof(SocketsHttpHandler))]
    public async Task Cookies_WithAHandlerOfTheApplication_AreNotKept(Type primary)
    {
        await using var server = await DeskServer.StartAsync(static server => server.On = static (context, _) =>
        {
            context.Response.Headers.SetCookie = "a=b";
            return Task.FromResult(false);
        });
        await using var host = await StartAsync(server, () => (HttpMessageHandler)Activator.CreateInstance(primary)!);

        await host.Desk.ReadAsync("x", Token);

        Assert.All(server.Seen, static request => Assert.DoesNotContain("Cookie", request.Headers.Keys));
    }

    [Fact]
    public async Task Baggage_WithAHandlerOfTheApplication_IsNotSent()
    {
        await using var server = await DeskServer.StartAsync();
        await using var host = await StartAsync(server, static () => new SocketsHttpHandler());
        using var activity = new Activity("test").AddBaggage("tenant", "acme").Start();

        using var spans = new SpanTexts();

        await host.Desk.ReadAsync("x", Token);

        Assert.DoesNotContain("acme", server.Seen[^1].Body, StringComparison.Ordinal);
        var headers = server.Seen[^1].Headers.Keys;
        Assert.Contains("traceparent", headers);
        Assert.DoesNotContain("baggage", headers);
        Assert.DoesNotContain("Correlation-Context", headers);
    }

    [Fact]
    public async Task Call_HandlerOfTheApplicationBlocks_EndsWithItsTime()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        await using var server = await DeskServer.StartAsync();
        await using var host = await StartAsync(server, () => new Blocking(gate) { InnerHandler = new SocketsHttpHandler() });
        gate.Reset();
        try
        {
            var quick = PluginCalls.With(host.Desk, new() { Timeout = TimeSpan.FromMilliseconds(100) });

            await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.ReadAsync("x", Token));
        }
        finally
        {
            gate.Set();
        }

        Assert.Equal("x", await host.Desk.ReadAsync("x", Token));
    }

    private static async Task<DeskServer> RedirectingAsync(DeskServer other)
    {
        var server = await DeskServer.StartAsync();
        server.On = (context, request) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Address.ToString();
            return Task.FromResult(request.Message == "tools/call");
        };
        return server;
    }

    private static Task<DeskHost> StartAsync(DeskServer server, Func<HttpMessageHandler> primary) => DeskHost.StartAsync(new()
    {
        Url = server.Address.ToString(),
        Services = services => services.AddHttpClient("dagstack:desk:web").ConfigurePrimaryHttpMessageHandler(primary),
    });

    private sealed class Passing : DelegatingHandler;

    private sealed class Blocking(ManualResetEventSlim gate) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            gate.Wait(CancellationToken.None);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A handler that has another one where nobody sees it.</summary>
    private sealed class Unknown : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler { UseProxy = false });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
