using System.Globalization;
using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Reloads beside everything else that happens in a host.</summary>
public sealed class ReloadEdgeTests
{
    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReloadAsync_ManyAtOnce_EachHasItsTurn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await StartAsync(plugins);
        var reloads = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => provider.Registry.ReloadAsync(number % 2 == 0 ? "greeter:one" : "greeter:two", _cancelled)));
        Assert.All(reloads, static reload => Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome));
        Assert.Equal([2, 3, 4, 5, 6], reloads.Where(static reload => reload.Plugin.Name == "one").Select(static reload => reload.Generation).Order());
        Assert.Equal(6, provider.Status("greeter:two").Generation);
    }

    [Fact]
    public async Task ReloadAsync_WhileCallersAreBusy_WhoIsAnsweredByAGenerationFindsItInTheStatus()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var greeter = provider.Greeter("one");
                while (!done.IsCancellationRequested)
                {
                    var answered = int.Parse(greeter.Greet("you"), CultureInfo.InvariantCulture);
                    Assert.InRange(provider.Status("greeter:one").Generation, answered, int.MaxValue);
                }
            },
            TaskCreationOptions.LongRunning)).ToList();
        for (var generation = 2; generation <= 20; generation++)
        {
            plugins.Write("one", generation);
            await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(20, provider.Status("greeter:one").Generation);
    }

    [Fact]
    public async Task TeardownAndSetup_BetweenReloads_GenerationsGoOn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        await provider.Services.TeardownPluginsAsync(_cancelled);
        await provider.Services.SetupPluginsAsync(_cancelled);
        plugins.Write("one", 2);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
        Assert.Equal(3, provider.Status("greeter:one").Generation);
    }

    [Fact]
    public async Task ReloadAsync_PriorityChanges_HeldActivePluginIsAnotherOne()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1, "priority = 5").Write("two", 2, "priority = 1");
        await using var provider = await StartAsync(plugins);
        var active = provider.Services.GetRequiredKeyedService<IGreeter>("greeter");
        var all = provider.Services.GetRequiredService<IPlugins<IGreeter>>();
        Assert.Equal("1", active.Greet("you"));
        plugins.Write("two", 2, "priority = 9");
        await provider.Registry.ReloadAsync("greeter:two", _cancelled);
        Assert.Equal("2", active.Greet("you"));
        Assert.Equal("2", all.Active.Greet("you"));
        Assert.Equal(["two", "one"], all.Serving.Select(static greeter => PluginCalls.IdOf(greeter)!.Value.Name));
    }

    [Fact]
    public async Task ReloadAsync_CapabilityChanges_RequestsFollow()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1, "supports_extensions = [\".a\"]").Write("two", 2, "supports_extensions = [\".b\"]");
        await using var provider = await StartAsync(plugins);
        var all = provider.Services.GetRequiredService<IPlugins<IGreeter>>();
        plugins.Write("two", 2, "supports_extensions = [\".b\", \".c\"]");
        Assert.False(all.TryFor(new() { Extension = ".c" }, out _));
        await provider.Registry.ReloadAsync("greeter:two", _cancelled);
        Assert.Equal("2", all.For(extension: ".c").Greet("you"));
    }

    [Fact]
    public async Task ReloadAsync_NewDependencyWouldMakeACircle_TheOldOneGoesOn()
    {
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("high", 1, "depends_on = [\"low\"]");
        await using var provider = await StartAsync(plugins);
        plugins.Write("low", 2, "depends_on = [\"high\"]");
        var reload = await provider.Registry.ReloadAsync("greeter:low", _cancelled);
        Assert.Equal((PluginReloadOutcome.Failed, PluginErrorCodes.DependencyCycle), (reload.Outcome, reload.Code));
        Assert.Equal(("1", "1"), (provider.Greeter("low").Greet("you"), provider.Greeter("high").Greet("you")));
    }

    [Fact]
    public async Task ReloadAsync_Dependency_DependantsKeepTheirInstancesAndCallTheNewOne()
    {
        const string Calling = """
            private readonly Fixtures.IGreeter _low;

            public Versioned([Microsoft.Extensions.DependencyInjection.FromKeyedServices("greeter:low")] Fixtures.IGreeter low) => _low = low;

            public async Task<string> GreetAsync(string name, CancellationToken cancellationToken)
            {
                await Task.Yield();
                return Greet(name) + " over " + _low.Greet(name);
            }
            """;
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("high", 7, "depends_on = [\"low\"]", Calling);
        await using var provider = await StartAsync(plugins);
        Assert.Equal("7 over 1", await provider.Greeter("high").GreetAsync("you", _cancelled));
        await provider.Registry.ReloadAsync("greeter:low", _cancelled);
        plugins.Write("low", 2);
        await provider.Registry.ReloadAsync("greeter:low", _cancelled);
        Assert.Equal("7 over 2", await provider.Greeter("high").GreetAsync("you", _cancelled));
        Assert.Equal(1, provider.Status("greeter:high").Generation);
    }

    [Fact]
    public async Task ConfigurationChange_Watching_UpdatesOptionsAndReloadsNothing()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("greeter:polite:repeat_count", "1")]).Build();
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root).WatchForChanges(w => w.StableWindow = TimeSpan.FromMilliseconds(50)),
            services => services.AddSingleton<IConfiguration>(configuration));
        var before = provider.Greeter("polite").Greet("monitor");
        configuration["greeter:polite:repeat_count"] = "3";
        configuration.Reload();
        await Wait.UntilAsync(() => provider.Greeter("polite").Greet("monitor") != before);
        Assert.Equal((1, null), (provider.Status("greeter:polite").Generation, provider.Status("greeter:polite").LastReload));
    }

    [Fact]
    public async Task ReloadAsync_HealthHasFailed_AnotherInstanceServes()
    {
        var (healthy, made) = (true, 0);
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.AllowReload().Add("greeter:sick", _ => new Patient(Interlocked.Increment(ref made), () => healthy));
            (o.HealthInterval, o.HealthFailures) = (TimeSpan.FromMilliseconds(20), 1);
        });
        healthy = false;
        await Wait.UntilAsync(() => provider.Status("greeter:sick").State == PluginState.Unavailable);
        healthy = true;
        var reload = await provider.Registry.ReloadAsync("greeter:sick", _cancelled);
        Assert.Equal(PluginReloadOutcome.Started, reload.Outcome);
        Assert.Equal("2", provider.Greeter("sick").Greet("you"));
    }

    [Fact]
    public async Task ReloadAsync_TeardownSaysNotEverythingIsReleased_IsMarked()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Add("greeter:sticky", _ => new CodePlugin { OnTeardown = static _ => new(false) }));
        await provider.Registry.ReloadAsync("greeter:sticky", _cancelled);
        Assert.Equal((PluginState.Ready, true), (provider.Status("greeter:sticky").State, provider.Status("greeter:sticky").RequiresRestart));
    }

    [Fact]
    public async Task ReloadAsync_CallThatCannotBeCancelled_TheNewOneServesAndTheOldIsCounted()
    {
        using var gate = new ManualResetEventSlim();
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Add(
            new PluginManifest { Id = new("greeter", "stuck"), TeardownTimeout = TimeSpan.FromMilliseconds(200) },
            _ => new CodePlugin { OnGreet = _ => Task.Run(() => { gate.Wait(); return "late"; }) }));
        var call = provider.Greeter("stuck").GreetAsync("you", _cancelled);
        var reload = await provider.Registry.ReloadAsync("greeter:stuck", _cancelled);
        Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.StillAlive), (reload.Outcome, reload.Unload));
        Assert.Equal(PluginUnloadCauses.NotStopped, Assert.Single(reload.Hints).Cause);
        Assert.Equal((PluginState.Ready, 1), (provider.Status("greeter:stuck").State, provider.Status("greeter:stuck").LeakedGenerations));
        gate.Set();
        Assert.Equal("late", await call);
    }

    [Fact]
    public async Task ReloadAsync_FromAHookOfThePluginItself_Works()
    {
        TestProvider? provider = null;
        await using var started = provider = await TestProvider.StartAsync(o => o.AllowReload().Add(
            "greeter:self",
            _ => new CodePlugin { OnGreet = async token => (await provider!.Registry.ReloadAsync("greeter:self", token)).Outcome.ToString() }));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(20));

        // The old instance is drained, which waits for this very call: it is cancelled after its bound.
        var outcome = await Record.ExceptionAsync(() => provider.Greeter("self").GreetAsync("you", limit.Token));
        Assert.False(limit.IsCancellationRequested);
        Assert.True(outcome is null or OperationCanceledException, outcome?.ToString());
        Assert.Equal(2, provider.Status("greeter:self").Generation);
    }

    private static Task<TestProvider> StartAsync(ReloadablePlugins plugins) =>
        TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));

    private sealed class Patient(int number, Func<bool> isHealthy) : IGreeter, IPluginHealth
    {
        public string Greet(string name) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(isHealthy() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("sick"));
    }
}
