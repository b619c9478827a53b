using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

public sealed class AddDagstackPluginsTests
{
    [Fact]
    public void AddDagstackPlugins_NullArguments_Throw()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddDagstackPlugins());
        Assert.Throws<ArgumentNullException>(() => services.AddDagstackPlugins((Action<DagstackPluginOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddDagstackPlugins((IConfiguration)null!));
        Assert.Empty(services);
    }

    [Fact]
    public async Task AddDagstackPlugins_SameRootTwice_RegistersNothingTwice()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        var count = services.Count;
        services.AddDagstackPlugins(o => o.Discover(folders.Root + "/"));
        services.AddDagstackPlugins(o => o.Discover(Path.Combine(folders.Root, "plain")));
        Assert.Equal(count, services.Count);
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Single(provider.GetRequiredService<IPluginRegistry>().Plugins);
        Assert.Single(provider.GetKeyedServices<IGreeter>("greeter:plain"));
    }

    [Fact]
    public async Task AddDagstackPlugins_SeveralCalls_AddUp()
    {
        using var one = new PluginFolders().Add("one", "PlainGreeter");
        using var two = new PluginFolders().Add("two", "PlainGreeter");
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.Discover(one.Root));
        services.AddDagstackPlugins(o => o.Discover(two.Root));
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["greeter:one", "greeter:two"], provider.GetRequiredService<IPluginRegistry>().Plugins.Select(static plugin => plugin.Id.ToString()));
    }

    [Fact]
    public async Task AddDagstackPlugins_ConfigurationSection_GivesRootsAndLists()
    {
        using var folders = new PluginFolders().Add("one", "PlainGreeter").Add("two", "PlainGreeter").Add("three", "PlainGreeter");
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["my:plugin_dirs"] = folders.Root,
            ["my:plugins:allow:0"] = "greeter:t*",
            ["my:plugins:deny:0"] = "greeter:three",
        }).Build().GetSection("my");
        var services = new ServiceCollection();
        services.AddDagstackPlugins(section);
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["greeter:one disabled", "greeter:three disabled", "greeter:two ready"],
            provider.GetRequiredService<IPluginRegistry>().Plugins.Select(static plugin => $"{plugin.Id} {PluginStates.NameOf(plugin.State)}"));
        var error = Assert.Throws<PluginUnavailableException>(() => provider.GetRequiredKeyedService<IGreeter>("greeter:one").Greet("x"));
        Assert.Contains("plugins:allow", error.Message, StringComparison.Ordinal);
        Assert.Equal("Hello, x!", provider.GetRequiredKeyedService<IGreeter>("greeter").Greet("x"));
    }

    [Fact]
    public async Task Add_Instance_ReplacesADiscoveredPluginAndIsNotDisposed()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var fake = new Fake();
        var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).Add("greeter:plain", fake));
        Assert.Equal("fake x", provider.Greeter("plain").Greet("x"));
        Assert.Null(Assert.Single(provider.Registry.Plugins).Path);
        await provider.DisposeAsync();
        Assert.Equal(["setup", "teardown"], fake.Events);
    }

    [Fact]
    public async Task Add_Factory_IsMadePerHostAndDisposed()
    {
        var made = new List<Fake>();
        var provider = await TestProvider.StartAsync(o => o.Add("greeter:fake", services =>
        {
            services.GetRequiredService<IEventSink>().Add("made");
            made.Add(new Fake());
            return made[^1];
        }));
        Assert.Equal("fake x", provider.Greeter("fake").Greet("x"));
        await provider.DisposeAsync();
        Assert.Equal(["made"], provider.Events.Events);
        Assert.Equal(["setup", "teardown", "dispose"], Assert.Single(made).Events);
    }

    [Fact]
    public async Task Add_SameIdentityTwice_TheLastOneWins()
    {
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:fake", new Fake("first")).Add("greeter:fake", new Fake("second")));
        Assert.Equal("second x", provider.Greeter("fake").Greet("x"));
        Assert.Single(provider.Registry.Plugins);
    }

    [Fact]
    public async Task Add_ObjectOfAnotherType_IsUnavailableAndSaysSo()
    {
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:text", "not a greeter"));
        var error = Assert.Throws<PluginUnavailableException>(() => provider.Greeter("text").Greet("x"));
        Assert.Equal("PluginLoadError", error.RootCauseCode);
        Assert.Contains("System.String, which does not implement Fixtures.IGreeter", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("greeter")]
    [InlineData("Greeter:Plain")]
    [InlineData("greeter:")]
    public void Add_NotAnIdentity_Throws(string id) =>
        Assert.Throws<FormatException>(() => new DagstackPluginOptions().Add(id, new Fake()));

    [Fact]
    public void CoreVersion_NotAVersion_Throws() =>
        Assert.Throws<ArgumentException>(() => new DagstackPluginOptions { CoreVersion = "latest" });

    [Fact]
    public async Task CoreVersion_OutsideOfTheRange_IsVersionIncompatible()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.CoreVersion = "1.0.0";
            o.Discover(folders.Root);
        });
        Assert.Equal("VersionIncompatible", provider.Status("greeter:plain").Code);
    }

    [Fact]
    public async Task AddKind_WithoutGeneratedContract_IsReportedNotThrown()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AddKind<IDisposable>().AddKind<IGreeter>());
        Assert.Empty(provider.Registry.Plugins);
    }

    private sealed class Fake(string text = "fake") : IGreeter, IPluginSetup, IPluginTeardown, IDisposable
    {
        public List<string> Events { get; } = [];

        public string Greet(string name) => $"{text} {name}";

        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            Events.Add("setup");
            return default;
        }

        public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
        {
            Events.Add("teardown");
            return new(true);
        }

        public void Dispose() => Events.Add("dispose");
    }
}
