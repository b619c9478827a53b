using System.Collections.Concurrent;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What plugins see of the host's services, through every door there is.</summary>
public sealed class HostServicesTests
{
    public static TheoryData<Func<IServiceProvider, object?>> Doors => new(
        static services => services.GetService<Clock>(),
        static services => services.GetService<TimeProvider>(),
        static services => services.GetServices<Clock>(),
        static services => services.GetServices<TimeProvider>(),
        static services => services.GetKeyedService<Clock>("clock"),
        static services => services.GetKeyedServices<Clock>("clock"),
        static services => services.GetKeyedServices<Clock>(KeyedService.AnyKey),
        static services => services.GetRequiredService<IServiceProvider>().GetService<Clock>(),
        static services => services.CreateScope().ServiceProvider.GetService<Clock>(),
        static services => services.CreateScope().ServiceProvider.GetServices<Clock>());

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Resource_Undeclared_IsNotReachable(Func<IServiceProvider, object?> door)
    {
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("greeter:sly", services => door(services) is { } found ? throw new InvalidOperationException($"It got {found}.") : new CodePlugin()),
            static services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        var status = provider.Status("greeter:sly");
        Assert.Equal((PluginState.Unavailable, "MissingDependency"), (status.State, status.Code));
        Assert.Contains("Add \"clock\" to 'required' or 'optional'", status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Resource_Declared_IsThePluginsOwn(Func<IServiceProvider, object?> door)
    {
        var manifest = new PluginManifest { Id = new("greeter", "honest"), Resources = new() { Required = ["clock"] } };
        object? found = null;
        object? own = null;
        await using var provider = await TestProvider.StartAsync(o => o.Add(manifest, services =>
        {
            own = services.GetRequiredService<Clock>();
            found = door(services);
            return new CodePlugin();
        }));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:honest").State);
        Assert.Same(own, found is IEnumerable<TimeProvider> several ? Assert.Single(several) : found);
    }

    [Fact]
    public async Task Scope_OfTheHost_HasScopedServicesOfItsOwn()
    {
        var same = true;
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("greeter:scoped", services =>
            {
                using var scope = services.CreateScope();
                same = ReferenceEquals(services.GetRequiredService<EventLog>(), scope.ServiceProvider.GetRequiredService<EventLog>());
                return new CodePlugin();
            }),
            static services => services.AddScoped<EventLog>());
        Assert.Equal(PluginState.Ready, provider.Status("greeter:scoped").State);
        Assert.False(same);
    }

    [Theory]
    [InlineData("KeepingGreeter", true)]
    [InlineData("IndirectKeepingGreeter", true)]
    [InlineData("SinksGreeter", true)]
    [InlineData("KeepingGreeter", false)]
    public async Task Constructor_ServiceOfAScope_IsWarnedOfOnceAndGiven(string className, bool isScoped)
    {
        using var folders = new PluginFolders().Add("keeper", className);
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root).AllowReload(),
            services =>
            {
                services.AddLogging(logging => logging.AddProvider(logs));
                services.Add(new ServiceDescriptor(typeof(IEventSink), typeof(EventLog), isScoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton));
            });
        await provider.Registry.ReloadAsync("greeter:keeper", TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:keeper").State);
        Assert.NotNull(provider.Greeter("keeper").Greet("x"));

        var warnings = logs.Lines.Where(static line => line.Contains("Fixtures.IEventSink", StringComparison.Ordinal)).ToList();
        Assert.Equal(isScoped ? 1 : 0, warnings.Count);
        Assert.All(warnings, static line => Assert.StartsWith("Warning Dagstack.Extensions.Plugins[25] Plugin greeter:keeper keeps as long as it runs what the host has one of for each scope: ", line, StringComparison.Ordinal));
        Assert.All(warnings, static line => Assert.Contains("Take IServiceScopeFactory in the constructor of the plugin's class", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Constructor_ScopeFactory_MakesScopesOfTheHostAndOfThePlugin()
    {
        using var folders = new PluginFolders().Add("scoping", "ScopingGreeter", "[plugin.resources]\nrequired = [\"clock\"]");
        var logs = new TestLogs();
        var sinks = new ConcurrentBag<DisposableLog>();
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root),
            services => services.AddLogging(logging => logging.AddProvider(logs)).AddScoped<IEventSink>(_ =>
            {
                var sink = new DisposableLog();
                sinks.Add(sink);
                return sink;
            }));
        Assert.Null(provider.Status("greeter:scoping").Reason);
        var greeter = provider.Greeter("scoping");
        Assert.Equal(["a", "b"], new[] { "a", "b" }.Select(greeter.Greet));
        Assert.Equal(2, sinks.Count);
        Assert.All(sinks, static sink => Assert.True(sink.IsDisposed));
        Assert.DoesNotContain(logs.Lines, static line => line.Contains("[25]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Constructor_ScopeFactoryBesideAKeptService_HasItsOwnInEachScope()
    {
        using var folders = new PluginFolders().Add("both", "KeepingAndScopingGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), static services => services.AddScoped<IEventSink, EventLog>());
        Assert.Equal("True 2", provider.Greeter("both").Greet("x"));
    }

    [Theory]
    [InlineData("SinksGreeter", "2 1")]
    [InlineData("OwnSinksGreeter", "Own")]
    [InlineData("DefaultsGreeter", "Friday Monday  1.5 True 0 True")]
    [InlineData("WallClockGreeter", "FakeTimeProvider")]
    [InlineData("OneAndAll", "2")]
    public async Task Constructor_OddParameters_AreSatisfied(string className, string expected)
    {
        using var folders = new PluginFolders().Add("odd", className);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), static services => services
            .AddSingleton<IEventSink, EventLog>()
            .AddKeyedSingleton<IEventSink, EventLog>("audit")
            .AddKeyedSingleton<TimeProvider>("wall", new FakeTimeProvider()));
        Assert.Null(provider.Status("greeter:odd").Reason);
        Assert.Equal(expected, provider.Greeter("odd").Greet("x"));
    }

    [Fact]
    public async Task Constructor_SeveralOfAResource_NeedsTheDeclarationToo()
    {
        using var folders = new PluginFolders()
            .Add("sly", "ClocksGreeter")
            .Add("honest", "ClocksGreeter", "[plugin.resources]\nrequired = [\"clock\"]");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("SystemClock", provider.Greeter("honest").Greet("x"));
        Assert.Equal("MissingDependency", provider.Status("greeter:sly").Code);
    }

    [Fact]
    public async Task ConfigureServices_ServiceThatTakesHostedServices_DoesNotGetTheHosts()
    {
        using var folders = new PluginFolders().Add("reader", "HostedServicesReader");
        var counter = new StartCounter();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostedService>(counter);
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("0", host.Services.GetRequiredKeyedService<IGreeter>("greeter:reader").Greet("x"));
        Assert.Equal(1, counter.Starts);
    }

    [Fact]
    public async Task ConfigureServices_Throws_IsALoadErrorThatNamesIt()
    {
        using var folders = new PluginFolders().Add("bad", "ThrowingConfigureServices");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("PluginLoadError", provider.Status("greeter:bad").Code);
        Assert.Contains("ConfigureServices", provider.Status("greeter:bad").Reason, StringComparison.Ordinal);
        Assert.Contains("no such thing", provider.Status("greeter:bad").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigureServices_ServiceThatTakesAnUndeclaredResource_NamesTheLineToAdd()
    {
        using var folders = new PluginFolders().Add("own", "OwnServices");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("MissingDependency", provider.Status("greeter:own").Code);
        Assert.Contains("Add \"clock\" to 'required' or 'optional' under [plugin.resources]", provider.Status("greeter:own").Reason, StringComparison.Ordinal);
    }

    private sealed class DisposableLog : IEventSink, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Add(string text) => ObjectDisposedException.ThrowIf(IsDisposed, this);

        public void Dispose() => IsDisposed = true;
    }

    private sealed class StartCounter : IHostedService
    {
        public int Starts { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Starts++;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
