using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>A host that makes another plugin the active one of its kind while it runs.</summary>
public sealed class ActivationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Activate_ReachesWhatWasInjectedBefore(bool isReloadAllowed)
    {
        await using var provider = await StartAsync(o => AllowReload(o, isReloadAllowed));
        var (held, kind) = (provider.Services.GetRequiredKeyedService<ILeader>("leader"), provider.Services.GetRequiredService<IPlugins<ILeader>>());
        var active = kind.Active;
        Assert.Equal("a leads x", held.Lead("x"));
        var changed = provider.Registry.GetChangeToken();

        var now = provider.Registry.Activate("leader:b");

        Assert.Equal(("leader", "leader:b", ActivePluginChoice.Call, null, false), (now.Kind, now.Plugin.ToString(), now.ChosenBy, now.Setting, now.IsRouted));
        Assert.Equal(["b leads x", "b leads x", "b leads x", "b leads x"], [held.Lead("x"), active.Lead("x"), kind.Active.Lead("x"), provider.Services.GetRequiredKeyedService<ILeader>("leader").Lead("x")]);
        Assert.Equal("b leads", await held.LeadAsync(Token));
        Assert.Equal("a leads x", kind["a"].Lead("x"));
        await Wait.UntilAsync(() => changed.HasChanged);
        Assert.Equal((false, true), (provider.Registry.Describe("leader:a")!.IsActive, provider.Registry.Describe("leader:b")!.IsActive));
    }

    [Fact]
    public async Task Activate_GoesBeforeConfiguration_AndMayBeDoneAgain()
    {
        await using var provider = await StartAsync(static _ => { }, services: null, ("dagstack:active:leader", "b"));
        Assert.Equal((new PluginId("leader", "b"), ActivePluginChoice.Configuration, "dagstack:active:leader"), Of(provider.Registry.ActiveOf("leader")!));

        provider.Registry.Activate("leader:a");
        Assert.Equal((new PluginId("leader", "a"), ActivePluginChoice.Call, null), Of(provider.Registry.ActiveOf("leader")!));
        provider.Registry.Activate("leader:b");
        Assert.Equal("b leads x", provider.Services.GetRequiredKeyedService<ILeader>("leader").Lead("x"));

        static (PluginId?, ActivePluginChoice, string?) Of(ActivePlugin active) => (active.Plugin, active.ChosenBy, active.Setting);
    }

    [Fact]
    public async Task ActiveOf_SaysByWhat()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .Add(new PluginManifest { Id = new("leader", "a"), Priority = 1 }, new Leader("a"))
            .Add("leader:b", new Leader("b"))
            .Add("greeter:only", new CodePlugin())
            .Add("stage:one", new Stage("one"))
            .Add("stage:two", new Stage("two"))
            .ForKind("stage", static kind => kind.RoutingPolicy = static _ => "two"));

        Assert.Equal(
            ["leader: leader:a (Priority)", "greeter: greeter:only (OnlyOne)", "stage: none (routed, else None)", "tool: none (routed, else None)", "store: none (None)"],
            new[] { "leader", "greeter", "stage", "tool", "store" }.Select(kind => provider.Registry.ActiveOf(kind)!.ToString()));
        Assert.Null(provider.Registry.ActiveOf("nothing"));
    }

    [Fact]
    public async Task Activate_UnknownPlugin_NamesTheNearest()
    {
        await using var provider = await StartAsync();
        var error = Assert.Throws<PluginNotFoundException>(() => provider.Registry.Activate("leader:aa"));
        Assert.Equal(("leader:aa", "leader:a", "Activate"), (error.Plugin, error.Nearest, error.AskedBy));
        Assert.Equal("a leads x", provider.Services.GetRequiredKeyedService<ILeader>("leader").Lead("x"));
    }

    [Fact]
    public async Task Activate_KindWithARoutingPolicy_IsRefused()
    {
        await using var provider = await StartAsync(static o => o.ForKind("leader", static kind => kind.RoutingPolicy = static _ => "a"));
        var error = Assert.Throws<InvalidOperationException>(() => provider.Registry.Activate("leader:b"));
        Assert.Contains("the routing policy that the host has for the kind 'leader' chooses for each call", error.Message, StringComparison.Ordinal);
        Assert.Equal(ActivePluginChoice.Priority, provider.Registry.ActiveOf("leader")!.ChosenBy);
    }

    [Fact]
    public async Task Activate_KindWithoutAContract_IsRefused()
    {
        using var folders = new PluginFolders().Add("one", "PlainGreeter", kind: "greetings");
        await using var provider = await TestProvider.StartAsync(folders);
        var error = Assert.Throws<KindUnknownException>(() => provider.Registry.Activate("greetings:one"));
        Assert.Equal(("greetings", "greetings:one"), (error.Kind, error.Plugin.ToString()));
        Assert.Contains("greeter", error.KnownKinds);
    }

    [Fact]
    public async Task Activate_PluginThatDoesNotServe_FailsCallsWithItsReasonUntilItDoes()
    {
        var isIll = true;
        await using var provider = await StartAsync(o => o
            .Add("greeter:ill", new CodePlugin { OnSetup = _ => isIll ? throw new InvalidOperationException("no licence") : default })
            .Add(new PluginManifest { Id = new("greeter", "well"), Priority = 1 }, new CodePlugin()));
        var greeter = provider.Services.GetRequiredKeyedService<IGreeter>("greeter");
        Assert.Equal("x", greeter.Greet("x"));

        Assert.Equal("greeter:ill", provider.Registry.Activate("greeter:ill").Plugin.ToString());

        var error = Assert.Throws<PluginUnavailableException>(() => greeter.Greet("x"));
        Assert.Equal(("greeter:ill", PluginState.Unavailable), (error.Plugin.ToString(), error.State));
        Assert.Contains("no licence", error.Message, StringComparison.Ordinal);
        isIll = false;
        await provider.Registry.RetryAsync(Token);
        Assert.Equal("x", greeter.Greet("x"));
    }

    [Fact]
    public async Task Activate_IsLoggedAndAudited()
    {
        using var logs = new TestLogs();
        await using var provider = await StartAsync(static o => o.AuditLog = true, services => services.AddLogging(logging => logging.AddProvider(logs)));

        provider.Registry.Activate("leader:b");
        provider.Registry.Activate("leader:b");

        Assert.Equal(
            "Information Dagstack.Extensions.Plugins[27] The active plugin of the kind leader is leader:b from now on, by a call of IPluginRegistry.Activate. Before that: leader: leader:a (Priority)",
            Assert.Single(logs.Lines, static line => line.Contains("Plugins[27]", StringComparison.Ordinal)));
        Assert.Equal(
            "Information Dagstack.Extensions.Plugins.Audit[77] Plugin leader:b (no version) of the application is the active one of its kind from now on, asked by API. Before that: leader: leader:a (Priority)",
            Assert.Single(logs.Lines, static line => line.Contains("Audit[77]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Activate_CalledByAPlugin_IsRefused()
    {
        IPluginRegistry? seen = null;
        await using var provider = await StartAsync(o => o.Add("greeter:eager", services => new RegistryTaker(found => seen = found)));
        var error = Assert.Throws<InvalidOperationException>(() => seen!.Activate("leader:b"));
        Assert.Contains("The plugin 'greeter:eager' called Activate of the registry", error.Message, StringComparison.Ordinal);
        Assert.Equal("leader:a", seen!.ActiveOf("leader")!.Plugin.ToString());
        Assert.Equal(PluginState.Ready, seen.Describe("leader:b")!.Status.State);
    }

    [Fact]
    public async Task Activate_AfterTheHostIsDisposed_IsRefused()
    {
        var provider = await StartAsync();
        var registry = provider.Registry;
        await provider.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => registry.Activate("leader:b"));
    }

    [Fact]
    public async Task Activate_ClosesACircleAndOpensItAgain_PluginsOfItComeBack()
    {
        const string Taking = """
            public Versioned([Microsoft.Extensions.DependencyInjection.FromKeyedServices("greeter")] Fixtures.IGreeter active) => _ = active;
            """;
        using var plugins = new Reload.ReloadablePlugins().Write("a", 1, "priority = 1").Write("b", 2, "depends_on = [\"low\"]").Write("low", 3, "", Taking);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root));
        await provider.Registry.TeardownPluginAsync("greeter:b", Token);
        await provider.Registry.TeardownPluginAsync("greeter:low", Token);
        provider.Registry.Activate("greeter:b");
        Assert.All(["greeter:b", "greeter:low"], id => Assert.Equal((PluginState.Unavailable, PluginErrorCodes.DependencyCycle), (provider.Status(id).State, provider.Status(id).Code)));

        provider.Registry.Activate("greeter:a");
        await provider.Registry.RetryAsync(Token);
        Assert.All(["greeter:b", "greeter:low"], id => Assert.Equal((PluginState.Ready, null), (provider.Status(id).State, provider.Status(id).Reason)));
    }

    [Fact]
    public async Task Activate_OfOneThatIsRemovedLater_SaysSo()
    {
        using var plugins = new Reload.ReloadablePlugins().Write("one", 1).Write("two", 2);
        await using var provider = await Reload.WatchTests.StartAsync(plugins);
        var greeter = provider.Services.GetRequiredKeyedService<IGreeter>("greeter");
        provider.Registry.Activate("greeter:two");
        Assert.Equal("2", greeter.Greet("x"));

        Directory.Delete(plugins.FolderOf("two"), recursive: true);
        await Wait.UntilAsync(() => Record.Exception(() => greeter.Greet("x")) is PluginNotFoundException);
        var error = Assert.Throws<PluginNotFoundException>(() => greeter.Greet("x"));
        Assert.Contains("says a call of IPluginRegistry.Activate", error.Message, StringComparison.Ordinal);
        Assert.Contains("activate another one", error.Message, StringComparison.Ordinal);

        provider.Registry.Activate("greeter:one");
        Assert.Equal("1", greeter.Greet("x"));
    }

    [Fact]
    public async Task Activate_DuringReloadsAndCalls_LosesNoCall()
    {
        using var plugins = new Reload.ReloadablePlugins().Write("one", 1).Write("two", 2, "priority = 1");
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        var greeter = provider.Services.GetRequiredKeyedService<IGreeter>("greeter");
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                var calls = 0;
                for (; !enough.IsCancellationRequested; calls++)
                {
                    Assert.True(greeter.Greet("x") is "1" or "2");
                }

                return calls;
            },
            Token)).ToList();
        try
        {
            for (var round = 0; round < 5; round++)
            {
                var reload = provider.Registry.ReloadAsync(round % 2 == 0 ? "greeter:one" : "greeter:two", Token);
                for (var turn = 0; turn < 20; turn++)
                {
                    provider.Registry.Activate(turn % 2 == 0 ? "greeter:one" : "greeter:two");
                }

                Assert.Equal(PluginReloadOutcome.Replaced, (await reload).Outcome);
            }
        }
        finally
        {
            await enough.CancelAsync();
        }

        Assert.All(await Task.WhenAll(callers), static calls => Assert.NotEqual(0, calls));
        Assert.Equal("2", greeter.Greet("x"));
    }

    private static void AllowReload(DagstackPluginOptions options, bool isAllowed)
    {
        if (isAllowed)
        {
            options.AllowReload();
        }
    }

    private static Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration) => TestProvider.StartAsync(
        o =>
        {
            o.Add(new PluginManifest { Id = new("leader", "a"), Priority = 1 }, new Leader("a")).Add("leader:b", new Leader("b"));
            more?.Invoke(o);
        },
        services,
        configuration);

    private sealed class RegistryTaker(Action<IPluginRegistry> taken) : IGreeter, IPluginSetup
    {
        public string Greet(string name) => name;

        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            taken(context.Registry);
            return default;
        }
    }
}
