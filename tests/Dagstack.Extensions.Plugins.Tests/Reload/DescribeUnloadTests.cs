using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>What a host remembers of a plugin keeps none of its code in memory, and says what does.</summary>
[Collection(nameof(Alone))]
public sealed class DescribeUnloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReloadAsync_WhileDescriptionsAreKept_UnloadsTheOldOne()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        List<PluginDetails> kept = [];
        for (var version = 2; version <= 4; version++)
        {
            provider.Greeter("one").Greet("x");
            kept.Add(provider.Registry.Describe("greeter:one")!);
            plugins.Write("one", version);
            var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
            kept.Add(provider.Registry.Describe("greeter:one")!);
            Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (reload.Outcome, reload.Unload));
        }

        Assert.Equal([1, 1, 2, 2, 3, 3], kept.Select(static details => details.Calls.Calls));
        Assert.All(kept, static details => Assert.Empty(details.UnloadHints));
        Assert.Equal(["ready -> reloading", "reloading -> ready"], kept[^1].History.TakeLast(2).Select(static change => change.ToString()));
    }

    [Fact]
    public async Task ReloadAsync_SetupOfThePluginThrows_KeepsItsTextAndNotItsException()
    {
        const string Failing = """
            public sealed class Own(string message) : Exception(message);
            public ValueTask SetupAsync(PluginContext context, CancellationToken token) => throw new Own("no licence");
            """;
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        plugins.Write("one", 2, members: Failing);
        Assert.Equal(PluginReloadOutcome.Failed, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        var details = provider.Registry.Describe("greeter:one")!;
        Assert.Equal((PluginState.Ready, PluginStartOutcome.Failed), (details.Status.State, details.Start!.Outcome));
        plugins.Write("one", 3);
        Assert.Equal(PluginUnloadOutcome.Unloaded, (await provider.Registry.ReloadAsync("greeter:one", Token)).Unload);
        GC.KeepAlive(details);
    }

    [Fact]
    public async Task UnloadHints_OfAGenerationThatIsStillAlive_SayWhatHoldsIt()
    {
        ZooKeeper.Open();
        try
        {
            using var plugins = new ReloadablePlugins().Write("animal", 1, members: PinningZoo.Animals["kept-object"].Members);
            await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
            Assert.Equal("1", provider.Greeter("animal").Greet("you"));
            plugins.Write("animal", 2);
            var reload = await provider.Registry.ReloadAsync("greeter:animal", Token);

            var details = provider.Registry.Describe("greeter:animal")!;

            Assert.Equal((PluginUnloadOutcome.StillAlive, 1), (reload.Unload, details.Status.LeakedGenerations));
            Assert.Equal(reload.Hints.Select(static hint => hint.ToString()).Distinct(), details.UnloadHints.Select(static hint => hint.ToString()));
            Assert.Contains(details.UnloadHints, static hint => hint.Cause == PluginUnloadCauses.KeptObject);
        }
        finally
        {
            ZooKeeper.Close();
        }
    }
}
