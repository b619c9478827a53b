using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Plugins that come and go beside others that need them.</summary>
public sealed class WatchGraphTests
{
    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_MissingDependencyComes_WhoWaitedForItStarts()
    {
        using var plugins = new ReloadablePlugins().Write("above", 1, "depends_on = [\"low\"]");
        await using var provider = await WatchTests.StartAsync(plugins);
        Assert.Equal(PluginErrorCodes.MissingDependency, provider.Status("greeter:above").Code);
        plugins.Write("low", 1);
        await Wait.UntilAsync(() => provider.Status("greeter:above").IsServing);
        Assert.Equal("1", provider.Greeter("above").Greet("you"));
    }

    [Fact]
    public async Task Watch_DependencyGoes_WhoNeedsItGoesOnAndIsStoppedAtTheEnd()
    {
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("above", 1, "depends_on = [\"low\"]");
        await using var provider = await WatchTests.StartAsync(plugins);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:above").State);
        await provider.Services.TeardownPluginsAsync(_cancelled);
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:above").State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_EditWhileADependencyIsAway_IsMadeWhenThatIsBack(bool isEditedAgain)
    {
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("above", 1, "depends_on = [\"low\"]");
        await using var provider = await WatchTests.StartAsync(plugins);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);

        plugins.Write("above", 2, "depends_on = [\"low\"]");
        await Wait.UntilAsync(() => provider.Status("greeter:above").LastReload is { Outcome: PluginReloadOutcome.Failed, Code: PluginErrorCodes.MissingDependency });
        Assert.Contains("is replaced when that serves", provider.Status("greeter:above").LastReload!.Reason, StringComparison.Ordinal);
        Assert.Equal("1", provider.Greeter("above").Greet("you"));
        if (isEditedAgain)
        {
            plugins.Write("above", 3);
            await Wait.UntilAsync(() => provider.Greeter("above").Greet("you") == "3");
        }

        plugins.Write("low", 1);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is { IsServing: true });
        await Wait.UntilAsync(() => provider.Greeter("above").Greet("you") == (isEditedAgain ? "3" : "2"));
        await plugins.SettleAsync(provider);
        Assert.Equal(2, provider.Status("greeter:above").Generation);
    }

    [Fact]
    public async Task Watch_PluginComesBackAndNeedsWhoNeedsIt_IsLeftOutWithTheCircle()
    {
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("above", 1, "depends_on = [\"low\"]");
        await using var provider = await WatchTests.StartAsync(plugins);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);
        plugins.Write("low", 2, "depends_on = [\"above\"]");
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is { State: PluginState.Unavailable });
        Assert.Equal(PluginErrorCodes.DependencyCycle, provider.Status("greeter:low").Code);
        Assert.Equal("1", provider.Greeter("above").Greet("you"));

        plugins.Write("low", 3);
        await Wait.UntilAsync(() => provider.Status("greeter:low").IsServing && provider.Greeter("low").Greet("you") == "3");
        await provider.Services.TeardownPluginsAsync(_cancelled);
        Assert.All(provider.Registry.Plugins, static status => Assert.Equal(PluginState.Stopped, status.State));
    }

    [Fact]
    public async Task Watch_ManyPluginsChangeAtOnce_AreReloadedInOneRoundEachOnce()
    {
        using var plugins = new ReloadablePlugins();
        for (var i = 0; i < 8; i++)
        {
            plugins.Write($"n{i}", 1, i == 0 ? string.Empty : $"depends_on = [\"n{i - 1}\"]");
        }

        await using var provider = await WatchTests.StartAsync(plugins);
        for (var i = 7; i >= 0; i--)
        {
            plugins.Write($"n{i}", 2, i == 0 ? string.Empty : $"depends_on = [\"n{i - 1}\"]");
        }

        await Wait.UntilAsync(() => Enumerable.Range(0, 8).All(number => provider.Greeter($"n{number}").Greet("you") == "2"));
        await plugins.SettleAsync(provider);
        Assert.All(Enumerable.Range(0, 8), number => Assert.Equal(2, provider.Status($"greeter:n{number}").Generation));
    }

    [Fact]
    public async Task ReloadAsync_ManifestIsGone_TheOldOneGoesOn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        plugins.Write("one/nested", 9);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        File.Delete(Path.Combine(plugins.FolderOf("one"), "dagstack.toml"));
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Failed, PluginErrorCodes.ManifestInvalid), (reload.Outcome, reload.Code));
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
    }
}
