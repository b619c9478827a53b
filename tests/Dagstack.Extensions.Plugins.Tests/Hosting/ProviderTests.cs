using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

public sealed class ProviderTests
{
    [Fact]
    public async Task GetRequiredKeyedService_ConstructorAndScope_GiveTheSameProxy()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddScoped<Visitor>());
        IGreeter first;
        using (var scope = provider.Services.CreateScope())
        {
            first = scope.ServiceProvider.GetRequiredService<Visitor>().Greeter;
            Assert.Equal("Hello, one!", first.Greet("one"));
        }

        using var other = provider.Services.CreateScope();
        Assert.Same(first, other.ServiceProvider.GetRequiredService<Visitor>().Greeter);
        Assert.Equal("Hello, two!", first.Greet("two"));
    }

    [Fact]
    public async Task Dispose_OfContractThatIsDisposable_DoesNothing()
    {
        using var folders = new PluginFolders().Add("field", "StoreInAField", kind: "store");
        await using var provider = await TestProvider.StartAsync(folders);
        IStore store;
        using (var scope = provider.Services.CreateScope())
        {
            store = scope.ServiceProvider.GetRequiredKeyedService<IStore>("store");
        }

        store.Dispose();
        await store.DisposeAsync();
        Assert.False(store.IsDisposed);
    }

    [Fact]
    public async Task BuildServiceProvider_TwiceFromOneCollection_GivesTwoHosts()
    {
        using var folders = new PluginFolders().Add("recorder", "RecordingGreeter");
        var events = new EventLog();
        var services = new ServiceCollection();
        services.AddSingleton<IEventSink>(events);
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        await using var one = TestProvider.Build(services);
        await using var two = TestProvider.Build(services);
        await one.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["setup recorder"], events.Events);
        var error = Assert.Throws<PluginUnavailableException>(() => two.GetRequiredKeyedService<IGreeter>("greeter:recorder").Greet("early"));
        Assert.Equal(PluginState.Discovered, error.State);

        await two.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await one.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("recorder: on", two.GetRequiredKeyedService<IGreeter>("greeter:recorder").Greet("on"));
        Assert.Throws<PluginUnavailableException>(() => one.GetRequiredKeyedService<IGreeter>("greeter:recorder").Greet("off"));
    }

    [Fact]
    public async Task Dispose_WithoutTeardown_TearsDown()
    {
        using var folders = new PluginFolders().Add("recorder", "RecordingGreeter");
        var provider = await TestProvider.StartAsync(folders);
        provider.Services.Dispose();
        await provider.DisposeAsync();
        Assert.Equal(["setup recorder", "teardown recorder", "dispose recorder"], provider.Events.Events);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Proxy_CalledBeforeDuringAndAfter_SaysThePluginsState()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root));
        var greeter = provider.Greeter("plain");
        Assert.Contains("SetupPluginsAsync", Assert.Throws<PluginUnavailableException>(() => greeter.Greet("x")).Message, StringComparison.Ordinal);
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Hello, x!", greeter.Greet("x"));
        Assert.Equal("Hello, y!", await greeter.GreetAsync("y", TestContext.Current.CancellationToken));
        Assert.Equal("greeter:plain (ready)", greeter.ToString());
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<PluginUnavailableException>(() => greeter.GreetAsync("z", TestContext.Current.CancellationToken));
        Assert.Equal(PluginState.Stopped, error.State);
        Assert.Equal("PluginUnavailable", error.Code);
        await Assert.ThrowsAsync<PluginUnavailableException>(async () => await greeter.GreetAll(["a"], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        // Started anew, the same proxy serves again.
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["Hello, a!", "Hello, b!"], await greeter.GreetAll(["a", "b"], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SetupPluginsAsync_WithoutAddDagstackPlugins_NamesTheMissingCall()
    {
        await using var provider = new ServiceCollection().BuildServiceProvider();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("AddDagstackPlugins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PluginException_ReachesTheCallerUnchanged()
    {
        using var folders = new PluginFolders().Add("throwing", "ThrowingGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("boom", Assert.Throws<FormatException>(() => provider.Greeter("throwing").Greet("boom")).Message);
        Assert.Equal("boom", (await Assert.ThrowsAsync<FormatException>(() => provider.Greeter("throwing").GreetAsync("boom", TestContext.Current.CancellationToken))).Message);
    }

    private sealed class Visitor([FromKeyedServices("greeter:plain")] IGreeter greeter)
    {
        public IGreeter Greeter => greeter;
    }
}
