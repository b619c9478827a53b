using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>The resource <c>http_client</c>.</summary>
public sealed class WiringHttpClientTests
{
    private static readonly Uri s_address = new("http://service.test/");

    [Fact]
    public async Task ConfigureHttpClients_EachPlugin_HasAClientOfItsOwn()
    {
        var clients = new List<HttpClient>();
        await using var provider = await TestProvider.StartAsync(o => o
            .ConfigureHttpClients(static (plugin, builder) => builder.ConfigurePrimaryHttpMessageHandler(() => new StubHandler($"{plugin} {builder.Name}")))
            .AddNeedy<HttpClient>("one", "http_client", client => { lock (clients) { clients.Add(client); } })
            .AddNeedy<HttpClient>("two", "http_client", client => { lock (clients) { clients.Add(client); } }));
        Assert.Equal(
            ["greeter:one plugin.greeter.one", "greeter:two plugin.greeter.two"],
            new[] { await GetAsync(clients[0]), await GetAsync(clients[1]) }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ConfigureHttpClients_CallOfItsOwn_ReachesPluginsOfOtherCallsOnce()
    {
        var configured = new List<string>();
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.AddNeedy<HttpClient>("before", "http_client", static _ => { }));
        services.AddDagstackPlugins(o => o.ConfigureHttpClients((plugin, _) => configured.Add(plugin.Name)));
        services.AddDagstackPlugins(static o => o.AddNeedy<HttpClient>("after", "http_client", static _ => { }).AddNeedy<Clock>("without", "clock", static _ => { }));
        Assert.Equal(["before", "after"], configured);
        await using var provider = TestProvider.Build(services);
        Assert.Equal(["before", "after"], configured);
    }

    [Fact]
    public async Task Client_AfterTeardown_IsDisposedAndARestartHasANewOne()
    {
        var clients = new List<HttpClient>();
        await using var provider = await TestProvider.StartAsync(o => o
            .ConfigureHttpClients(static (_, builder) => builder.ConfigurePrimaryHttpMessageHandler(static () => new StubHandler("ok")))
            .AddNeedy<HttpClient>("one", "http_client", client => { lock (clients) { clients.Add(client); } }));
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => GetAsync(clients[0]));
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("ok", await GetAsync(clients[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HostsOwnClient_RegisteredBeforeOrAfter_StaysTransient(bool before)
    {
        var services = new ServiceCollection();
        _ = before ? services.AddHttpClient() : services;
        services.AddDagstackPlugins(static _ => { });
        _ = before ? services : services.AddHttpClient();
        await using var provider = TestProvider.Build(services);

        // From the root: a singleton of the application may take it, as it always could.
        Assert.NotSame(provider.GetRequiredService<HttpClient>(), provider.GetRequiredService<HttpClient>());
    }

    private static Task<string> GetAsync(HttpClient client) => client.GetStringAsync(s_address, TestContext.Current.CancellationToken);
}
