using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>What a watch leaves alone, and what reloads do at the limits of what can be had.</summary>
public sealed class WatchLimitsTests
{
    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_PluginIsGivenInCode_TheFolderOfThatNameIsNotAdded()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins, static o => o.Add("greeter:one", new CodePlugin()));
        await plugins.SettleAsync(provider);
        Assert.Single(provider.Registry.Plugins, static status => status.Id?.Name == "one");
        Assert.Equal("you", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Watch_RequiredPluginIsRemoved_TheRestIsReloadedAndItMayComeBack()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await WatchTests.StartAsync(plugins, static o => o.Require("greeter:one"));
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is null);
        plugins.Write("two", 2);
        await Wait.UntilAsync(() => provider.Greeter("two").Greet("you") == "2");
        plugins.Write("one", 3);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is { IsServing: true });
        Assert.Equal("3", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Watch_RootIsMovedAway_ItsPluginsGoOnAndThatIsSaid()
    {
        using var plugins = new ReloadablePlugins();
        var root = Path.Combine(plugins.Root, "root");
        plugins.Write("one", 1);
        Directory.CreateDirectory(root);
        Directory.Move(plugins.FolderOf("one"), Path.Combine(root, "one"));
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(root).WatchForChanges(w => (w.StableWindow, w.RescanInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100))),
            services => services.AddSingleton<ILoggerProvider>(logs));
        Directory.Move(root, root + ".away");
        await Wait.UntilAsync(() => logs.Lines.Any(static line => line.Contains("[57]", StringComparison.Ordinal) && line.Contains("out of reach", StringComparison.Ordinal)));
        Assert.Equal("1", provider.Greeter("one").Greet("you"));

        // It is back with another version.
        await File.WriteAllBytesAsync(Path.Combine(root + ".away", "one", "greeters.dll"), plugins.Compile(2), _cancelled);
        Directory.Move(root + ".away", root);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
        Assert.Equal(2, provider.Status("greeter:one").Generation);
    }

    [Fact]
    public async Task ReloadAsync_RelativeTempRoot_IsUnderTheContentRoot()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().UseTempRoot("relative-temp").Discover(plugins.Root));
        plugins.Write("one", 2);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", _cancelled)).Outcome);
    }

    [Fact]
    public async Task ReloadAsync_TwoAtOnceWhileTheOldOneIsDrained_TheLastReloadIsTheLast()
    {
        const string Slow = "public async Task<string> GreetAsync(string name, CancellationToken cancellationToken) { while (!System.IO.File.Exists(name)) { await Task.Delay(5, CancellationToken.None); } return Greet(name); }";
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Slow);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        var gate = Path.Combine(plugins.Root, "gate");
        var call = provider.Greeter("one").GreetAsync(gate, CancellationToken.None);
        plugins.Write("one", 2);
        Task<PluginReload>[] reloads = [provider.Registry.ReloadAsync("greeter:one", _cancelled), provider.Registry.ReloadAsync("greeter:one", _cancelled)];
        await File.WriteAllTextAsync(gate, string.Empty, _cancelled);
        Assert.Equal("1", await call);
        Assert.Equal([2, 3], (await Task.WhenAll(reloads)).Select(static reload => reload.Generation).Order());
        Assert.Equal((3, 3), (provider.Status("greeter:one").Generation, provider.Status("greeter:one").LastReload!.Generation));
    }

    [Fact]
    public async Task ReloadAsync_StopFirstAndTheOldOneDoesNotEnd_IsLeakedAndCounted()
    {
        const string Stuck = "public async Task<string> GreetAsync(string name, CancellationToken cancellationToken) { while (!System.IO.File.Exists(name)) { await Task.Delay(5, CancellationToken.None); } return Greet(name); }";
        using var plugins = new ReloadablePlugins().Write("one", 1, "reload = \"stop_first\"\nteardown_timeout_sec = 1", Stuck);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        var gate = Path.Combine(plugins.Root, "gate");
        var call = provider.Greeter("one").GreetAsync(gate, CancellationToken.None);
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Failed, PluginUnloadOutcome.StillAlive), (reload.Outcome, reload.Unload));
        Assert.Equal(PluginUnloadCauses.NotStopped, Assert.Single(reload.Hints).Cause);
        Assert.Equal((PluginState.Leaked, 1), (provider.Status("greeter:one").State, provider.Status("greeter:one").LeakedGenerations));
        await File.WriteAllTextAsync(gate, string.Empty, _cancelled);
        Assert.Equal("1", await call);
    }
}
