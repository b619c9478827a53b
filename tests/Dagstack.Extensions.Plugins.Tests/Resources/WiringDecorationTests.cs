using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What hosts put around resources: the order, for whom, and when it ends.</summary>
public sealed class WiringDecorationTests
{
    [Fact]
    public async Task Decorate_InTheContainer_WrapsTheWholeStoreForPluginsAndEndsOnce()
    {
        BlobStore? store = null;
        var services = new ServiceCollection();
        var events = new EventLog();
        services.AddSingleton(events);
        services.AddDagstackPlugins(o => o.AddNeedy<BlobStore>("one", "blob_store", got => store = got));
        services.Decorate<BlobStore, MeteredStore>();
        services.AddDagstackPlugins(static o => o.IgnoreFolders.Add("x"));
        services.Decorate<BlobStore, AuditedStore>();
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await store!.PutAsync("a", new byte[1], TestContext.Current.CancellationToken);
        Assert.Equal(["audited put greeter/one/a", "metered put greeter/one/a"], events.Events);
        await provider.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        await provider.DisposeAsync();
        Assert.Equal(["end of audited", "end of metered"], events.Events.Skip(2));
    }

    [Fact]
    public async Task Decorate_EveryBuiltInService_ReachesPlugins()
    {
        Clock? clock = null;
        Rng? rng = null;
        TempDir? folder = null;
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o
            .AddNeedy<Clock>("a", "clock", got => clock = got)
            .AddNeedy<Rng>("b", "rng", got => rng = got)
            .AddNeedy<TempDir>("c", "tmpdir", got => folder = got));
        services.Decorate<Clock, OtherClock>();
        services.Decorate<Rng, OtherRng>();
        services.Decorate<TempDir, OtherFolder>();
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.IsType<OtherClock>(clock);
        Assert.IsType<OtherRng>(rng);
        Assert.True(Directory.Exists(Assert.IsType<OtherFolder>(folder).Path));
        var path = folder.Path;
        await provider.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task DecorateResource_Twice_TheLastIsOutermostAndEndsFirst()
    {
        BlobStore? store = null;
        var events = new EventLog();
        await using var provider = await TestProvider.StartAsync(o => o
            .DecorateResource<BlobStore>("blob_store", (inner, _, _) => new MeteredStore(inner, events))
            .DecorateResource<BlobStore>("blob_store", (inner, _, _) => new AuditedStore(inner, events))
            .AddNeedy<BlobStore>("one", "blob_store", got => store = got));
        await store!.PutAsync("a", new byte[1], TestContext.Current.CancellationToken);
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        await provider.DisposeAsync();
        Assert.Equal(["audited put a", "metered put a", "end of audited", "end of metered"], events.Events);
    }

    [Fact]
    public async Task DecorateResource_ByAClass_TakesResourcePluginAndServices()
    {
        BlobStore? store = null;
        await using var provider = await TestProvider.StartAsync(
            o => o
                .DecorateResource<BlobStore, MeteredStore>("blob_store")
                .DecorateResource<BlobStore, NamedStore>("blob_store")
                .AddNeedy<BlobStore>("one", "blob_store", got => store = got),
            static services => services.AddSingleton<EventLog>());
        Assert.Equal(new("greeter", "one"), Assert.IsType<NamedStore>(store).Plugin);
        Assert.IsType<MeteredStore>(((NamedStore)store).Inner);
    }

    [Fact]
    public async Task DecorateResource_ForOnePlugin_LeavesTheOthers()
    {
        (BlobStore? one, BlobStore? two) = (null, null);
        await using var provider = await TestProvider.StartAsync(o => o
            .DecorateResource<BlobStore>("blob_store", static (inner, plugin, services) => plugin.Name == "two" ? new MeteredStore(inner, (EventLog)services.GetRequiredService<Fixtures.IEventSink>()) : inner)
            .AddNeedy<BlobStore>("one", "blob_store", got => one = got)
            .AddNeedy<BlobStore>("two", "blob_store", got => two = got));
        Assert.IsNotType<MeteredStore>(one);
        Assert.IsType<MeteredStore>(two);
    }

    [Fact]
    public async Task DecorateResource_OfAFactory_EndsBeforeWhatItDecorates()
    {
        var events = new EventLog();
        var provider = await TestProvider.StartAsync(o => o
            .AddResource<Probe>("probe", (_, _) => new("inner", events))
            .DecorateResource<Probe>("probe", (_, plugin, _) => new("outer of " + plugin, events))
            .AddNeedy<Probe>("one", "probe", got => events.Add(got.Name)));
        await provider.DisposeAsync();
        Assert.Equal(["outer of greeter:one", "end of outer of greeter:one", "end of inner"], events.Events);
    }

    [Fact]
    public async Task DecorateResource_ReturnsNull_MakesThePluginUnavailable()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .DecorateResource<BlobStore>("blob_store", static (_, _, _) => null!)
            .AddNeedy<BlobStore>("one", "blob_store", static _ => { }));
        Assert.Contains("A decorator given to DecorateResource returned null", provider.Status("greeter:one").Reason, StringComparison.Ordinal);
    }

    private sealed class OtherClock(Clock inner) : Clock
    {
        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();
    }

    private sealed class OtherRng(Rng inner) : Rng
    {
        public override ulong NextUInt64() => inner.NextUInt64();
    }

    private sealed class OtherFolder(TempDir inner) : TempDir
    {
        public override string Path => inner.Path;
    }

    private sealed class NamedStore(BlobStore inner, EventLog events, PluginId plugin) : MeteredStore(inner, events)
    {
        public BlobStore Inner { get; } = inner;

        public PluginId Plugin => plugin;
    }
}
