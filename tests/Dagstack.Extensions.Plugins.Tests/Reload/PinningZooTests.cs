using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>For each cause that keeps code in memory a plugin: it is unloaded all the same, or reported with the right hint.</summary>
[Collection(nameof(Alone))]
public sealed class PinningZooTests(ITestOutputHelper output)
{
    public static TheoryData<string> Animals => [.. PinningZoo.Animals.Keys];

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task ReloadAsync_PluginThatHangsOn_IsUnloadedOrReportedWithItsCause(string animal)
    {
        var (cause, members) = PinningZoo.Animals[animal];
        ZooKeeper.Open();
        try
        {
            using var plugins = new ReloadablePlugins().Write("animal", 1, members: members);
            await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
            Assert.Equal("1", provider.Greeter("animal").Greet("you"));

            // The next one is tame.
            plugins.Write("animal", 2);
            var reload = await provider.Registry.ReloadAsync("greeter:animal", TestContext.Current.CancellationToken);
            output.WriteLine($"| {animal} | {cause ?? "–"} | {reload.Unload} | {string.Join("; ", reload.Hints.Take(2))} |");
            Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome);
            Assert.Equal("2", provider.Greeter("animal").Greet("you"));
            if (cause is null)
            {
                Assert.Equal(PluginUnloadOutcome.Unloaded, reload.Unload);
                return;
            }

            Assert.Equal(PluginUnloadOutcome.StillAlive, reload.Unload);
            Assert.Contains(reload.Hints, hint => hint.Cause == cause);
            Assert.Equal(1, provider.Status("greeter:animal").LeakedGenerations);
        }
        finally
        {
            ZooKeeper.Close();
        }
    }

    [Fact]
    public async Task ReloadAsync_TooManyLeaks_IsRefusedUntilTheyAreGone()
    {
        ZooKeeper.Open();
        try
        {
            var members = PinningZoo.Animals["kept-object"].Members;
            using var plugins = new ReloadablePlugins().Write("animal", 1, members: members);
            await using var provider = await TestProvider.StartAsync(o =>
            {
                o.AllowReload().Discover(plugins.Root);
                o.MaxLeakedGenerations = 2;
            });
            for (var version = 2; version <= 3; version++)
            {
                plugins.Write("animal", version, members: members);
                var leaking = await provider.Registry.ReloadAsync("greeter:animal", TestContext.Current.CancellationToken);
                Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.StillAlive), (leaking.Outcome, leaking.Unload));
            }

            var refused = await provider.Registry.ReloadAsync("greeter:animal", TestContext.Current.CancellationToken);
            Assert.Equal((PluginReloadOutcome.Refused, 3), (refused.Outcome, refused.Generation));
            Assert.Contains("MaxLeakedGenerations", refused.Reason, StringComparison.Ordinal);
            Assert.Equal("3", provider.Greeter("animal").Greet("you"));
            Assert.Equal(2, provider.Status("greeter:animal").LeakedGenerations);

            ZooKeeper.Kept.Clear();
            plugins.Write("animal", 4);
            var again = await provider.Registry.ReloadAsync("greeter:animal", TestContext.Current.CancellationToken);
            Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (again.Outcome, again.Unload));
            Assert.Equal(0, provider.Status("greeter:animal").LeakedGenerations);
        }
        finally
        {
            ZooKeeper.Close();
        }
    }
}
