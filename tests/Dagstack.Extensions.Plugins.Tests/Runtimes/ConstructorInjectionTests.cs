using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

public sealed class ConstructorInjectionTests
{
    private const string RequiredClock = "[plugin.resources]\nrequired = [\"clock\"]";

    private static readonly DateTimeOffset s_then = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ClockGreeter")]
    [InlineData("TimeProviderGreeter")]
    public async Task Clock_Declared_FollowsTheTimeProviderOfTheHost(string className)
    {
        using var folders = new PluginFolders().Add("timed", className, RequiredClock);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(s_then)));
        Assert.Equal("me at 2024-02-29T12:00:00.0000000+00:00", provider.Greeter("timed").Greet("me"));
    }

    [Theory]
    [InlineData("ClockGreeter", "'clock' (parameter 'clock' of type Clock)")]
    [InlineData("TimeProviderGreeter", "'clock' (parameter 'time' of type TimeProvider)")]
    [InlineData("KeyedClockGreeter", "'clock' (parameter 'time' of type TimeProvider)")]
    public async Task Clock_Undeclared_IsNotReachableAndTheErrorNamesTheLineToAdd(string className, string what)
    {
        using var folders = new PluginFolders().Add("timed", className);
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:timed");
        Assert.Equal((PluginState.Unavailable, "MissingDependency"), (status.State, status.Code));
        Assert.Contains(what, status.Reason, StringComparison.Ordinal);
        Assert.Contains("Add \"clock\" to 'required' or 'optional' under [plugin.resources]", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_ByKey_IsTheResource()
    {
        using var folders = new PluginFolders().Add("timed", "KeyedClockGreeter", RequiredClock);
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("SystemClock", provider.Greeter("timed").Greet("me"));
    }

    [Fact]
    public async Task Resource_RequiredAndLacking_IsNamed()
    {
        using var folders = new PluginFolders().Add("hungry", "PlainGreeter", "[plugin.resources]\nrequired = [\"clok\"]");
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:hungry");
        Assert.Equal("MissingDependency", status.Code);
        Assert.Contains("requires the resource 'clok', which this host does not have. Did you mean 'clock'?", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resource_OptionalAndLacking_IsNull()
    {
        using var folders = new PluginFolders().Add("modest", "OptionalClockGreeter", "[plugin.resources]\noptional = [\"clock\", \"rng\"]");
        await using var with = await TestProvider.StartAsync(folders);
        Assert.Equal("clock:True rng:True", with.Greeter("modest").Greet("x"));

        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        services.RemoveAll<Rng>();
        services.RemoveAllKeyed<Rng>("rng");
        await using var without = TestProvider.Build(services);
        await without.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("clock:True rng:False", without.GetRequiredKeyedService<IGreeter>("greeter:modest").Greet("x"));
    }

    [Fact]
    public async Task Resource_Config_IsThereWithoutBeingOne()
    {
        using var folders = new PluginFolders().Add("curious", "ContextGreeter", "[plugin.resources]\nrequired = [\"config\", \"clock\"]");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("greeter:curious:greeting", "hi"));
        Assert.Null(provider.Status("greeter:curious").Reason);
        Assert.Equal("hi", provider.Greeter("curious").Greet("configuration"));
    }

    [Fact]
    public async Task Rng_TwoPlugins_HaveOneEach()
    {
        const string Rng = "[plugin.resources]\nrequired = [\"rng\"]";
        using var folders = new PluginFolders().Add("one", "RngGreeter", Rng).Add("two", "RngGreeter", Rng);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddScoped<Rng, Counting>());

        // A generator that counts shows whether it is shared.
        Assert.Equal(["1 True", "2 True", "1 True"], new[] { "one", "one", "two" }.Select(name => provider.Greeter(name).Greet("x")));
    }

    [Fact]
    public async Task Context_GivesManifestConfigurationFolderRegistryAndResources()
    {
        using var folders = new PluginFolders().Add("curious", "ContextGreeter", RequiredClock);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("greeter:curious:greeting", "hi"), ("greeter:plain:greeting", "no"));
        var greeter = provider.Greeter("curious");
        Assert.Equal("hi", greeter.Greet("configuration"));
        Assert.Equal("greeter:curious", greeter.Greet("manifest"));
        Assert.Equal(Path.Combine(folders.Root, "curious"), greeter.Greet("folder"));
        Assert.Equal("Ready", greeter.Greet("registry"));
        Assert.Equal("clock", greeter.Greet("resources"));
        var error = Assert.Throws<MissingDependencyException>(() => greeter.Greet("undeclared"));
        Assert.Equal(("rng", "MissingDependency"), (error.Dependency, error.Code));
    }

    [Fact]
    public async Task ConfigurationRoot_Set_MovesTheSections()
    {
        using var folders = new PluginFolders().Add("curious", "ContextGreeter");
        await using var provider = await TestProvider.StartAsync(
            o =>
            {
                o.ConfigurationRoot = "my:plugins";
                o.Discover(folders.Root);
            },
            null,
            ("my:plugins:greeter:curious:greeting", "moved"));
        Assert.Equal("moved", provider.Greeter("curious").Greet("configuration"));
    }

    [Fact]
    public async Task Logger_PlainOrTyped_WritesUnderThePluginsCategory()
    {
        using var folders = new PluginFolders().Add("curious", "ContextGreeter");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.AddProvider(logs)));
        provider.Greeter("curious").Greet("x");
        Assert.Contains("Information plugin.greeter.curious[0] plain", logs.Lines);
        Assert.Contains("Information plugin.greeter.curious[0] typed", logs.Lines);
    }

    [Fact]
    public async Task Constructor_OtherPluginByKey_GetsItsProxy()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("neighbour", "NeighbourGreeter", "depends_on = [\"plain\"]");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("Hello, you! And all neighbours.", provider.Greeter("neighbour").Greet("you"));
    }

    [Fact]
    public async Task Constructor_ServiceOfTheHostAndDefault_AreFound()
    {
        using var folders = new PluginFolders().Add("served", "ServiceGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("x!", provider.Greeter("served").Greet("x"));
        Assert.Equal(["x"], provider.Events.Events);
    }

    [Fact]
    public async Task Constructor_Unsatisfiable_NamesEveryParameter()
    {
        using var folders = new PluginFolders().Add("wishful", "UnsatisfiableGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:wishful");
        Assert.Equal("PluginLoadError", status.Code);
        Assert.Contains("'address' of type System.Uri, nor 'version' of type System.Version", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_Throws_IsALoadErrorWithItsText()
    {
        using var folders = new PluginFolders().Add("unlucky", "ThrowingConstructorGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("PluginLoadError", provider.Status("greeter:unlucky").Code);
        Assert.Contains("threw System.InvalidOperationException: no luck", provider.Status("greeter:unlucky").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigureServices_OwnServicesAndWorkers_LiveAndEndWithThePlugin()
    {
        using var folders = new PluginFolders().Add("own", "OwnServices", RequiredClock);
        var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("<x>", provider.Greeter("own").Greet("x"));
        await provider.DisposeAsync();
        Assert.Equal(["worker started", "factory worker started", "formatted True", "factory worker stopped", "worker stopped", "formatter disposed"], provider.Events.Events);
    }

    [Fact]
    public async Task ConfigureServices_ServiceThatTakesAnUndeclaredResource_IsUnavailable()
    {
        using var folders = new PluginFolders().Add("own", "OwnServices");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:own").State);
        Assert.Contains("Clock", provider.Status("greeter:own").Reason, StringComparison.Ordinal);
    }

    private sealed class Counting : Rng
    {
        private ulong _calls;

        // NextInclusive scales 64 bits onto its interval: this many make the number itself.
        public override ulong NextUInt64() => (++_calls << 1) + 1;
    }
}
