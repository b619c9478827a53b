using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Changes that meet others: what is taken over is what lies there in the end, and nobody is left behind.</summary>
public sealed class ChangesAtOnceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_TwoAreInConflict_NeitherComesInByAnotherReloadAndOneWhenTheOtherChanges()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("other", 1);
        CopyOf(plugins, "one", "twin");
        await using var provider = await WatchTests.StartAsync(plugins, static o => o.ContinueOnConflict = true);
        await provider.Registry.ReloadAsync("greeter:other", Token);
        Assert.Equal(2, provider.Registry.Plugins.Count(static status => status.Code == PluginErrorCodes.AmbiguousPlugin));
        Directory.Delete(plugins.FolderOf("twin"), recursive: true);
        await Wait.UntilAsync(() => provider.Status("greeter:one").IsServing);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Watch_TwoWaitForOneThatGoes_OneOfThemComesIn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        CopyOf(plugins, "one", "second");
        CopyOf(plugins, "one", "third");
        await Wait.UntilAsync(() => provider.Registry.Plugins.Count(static status => status.Code == PluginErrorCodes.AmbiguousPlugin) == 2);
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Plugins.Count == 2 && provider.Registry.Plugins.Any(static status => status.IsServing));
        await plugins.SettleAsync(provider);
        Assert.Single(provider.Registry.OfKind("greeter"), static status => status is { IsServing: true, Id.Name: "one" });
    }

    [Fact]
    public async Task Watch_ManifestLosesItsNameWhileThePluginIsStopped_IsStillKnownByIt()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root).AllowReload());
        await File.WriteAllTextAsync(Path.Combine(plugins.FolderOf("one"), "dagstack.toml"), "[plugin]\n", Token);
        Assert.Equal(PluginReloadOutcome.Failed, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Watch_OneIsMendedAndAnotherComesToNeedIt_BothServe()
    {
        using var plugins = new ReloadablePlugins().Write("a-first", 1).Write("low", 1);
        var manifest = Path.Combine(plugins.FolderOf("low"), "dagstack.toml");
        var good = await File.ReadAllTextAsync(manifest, Token);
        await File.WriteAllTextAsync(manifest, "[plugin]\nname = \"low\"\nkind = \"greeter\"\n", Token);
        await using var provider = await WatchTests.StartAsync(plugins);
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:low").State);
        plugins.Compile(2);
        await File.WriteAllTextAsync(manifest, good, Token);
        plugins.Write("a-first", 2, "depends_on = [\"low\"]");
        await Wait.UntilAsync(() => provider.Greeter("a-first").Greet("you") == "2");
        Assert.Equal("1", provider.Greeter("low").Greet("you"));
    }

    [Fact]
    public async Task Watch_DependencyOfOneThatWasStoppedGoesAndComesBack_ItStaysStopped()
    {
        using var plugins = new ReloadablePlugins().Write("low", 1).Write("above", 1, "depends_on = [\"low\"]");
        await using var provider = await WatchTests.StartAsync(plugins);
        await provider.Registry.TeardownPluginAsync("greeter:above", Token);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);

        // It is not started without what it declares.
        var status = await provider.Registry.SetupPluginAsync("greeter:above", Token);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.MissingDependency), (status.State, status.Code));
        plugins.Write("low", 2);
        await Wait.UntilAsync(() => provider.Status("greeter:above").IsServing);
        await provider.Registry.TeardownPluginAsync("greeter:above", Token);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);
        plugins.Write("low", 3);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is { IsServing: true });
        await plugins.SettleAsync(provider);
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:above").State);
    }

    [Fact]
    public async Task Reload_TornDownWhileItRemovesTheOldOne_NothingIsStartedAfterwards()
    {
        const string Slow = "public async ValueTask<bool> TeardownAsync(CancellationToken token) { await Task.Delay(500, CancellationToken.None); return true; }";
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Slow);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root).AllowReload());
        var manifest = Path.Combine(plugins.FolderOf("one"), "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, Token)).Replace("\"one\"", "\"renamed\"", StringComparison.Ordinal), Token);
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Stopping);
        await provider.Services.TeardownPluginsAsync(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reload);
        Assert.All(provider.Registry.Plugins, static status => Assert.False(status.IsServing || status.State == PluginState.Starting, status.ToString()));
    }

    [Fact]
    public async Task Renew_DependencyOfALeakedOneGoes_TheOthersGoOn()
    {
        using var over = new CancellationTokenSource();
        using var plugins = new ReloadablePlugins().Write("low", 1);
        var logs = new TestLogs();
        await using var provider = await WatchTests.StartAsync(
            plugins,
            o => o.Add(new PluginManifest { Id = new("greeter", "stuck"), DependsOn = [new("low")], TeardownTimeout = TimeSpan.FromMilliseconds(200) }, new CodePlugin { OnTeardown = async _ => { await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); return true; } }),
            services => services.AddSingleton<ILoggerProvider>(logs));
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Registry.TeardownPluginAsync("greeter:stuck", Token));
        Assert.Equal(PluginState.Leaked, provider.Status("greeter:stuck").State);
        Directory.Delete(plugins.FolderOf("low"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:low") is null);
        plugins.Write("next", 1);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:next") is { IsServing: true });
        Assert.DoesNotContain(logs.Lines, static line => line.Contains("[57]", StringComparison.Ordinal));
        await over.CancelAsync();
    }

    private static void CopyOf(ReloadablePlugins plugins, string name, string folder)
    {
        var copy = Directory.CreateDirectory(plugins.FolderOf(folder)).FullName;
        foreach (var file in Directory.EnumerateFiles(plugins.FolderOf(name)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
    }
}
