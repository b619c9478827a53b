using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

public sealed class WatchTests
{
    /// <summary>How long files have to stay as they are in tests.</summary>
    internal static readonly TimeSpan StableWindow = TimeSpan.FromMilliseconds(100);

    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_AssemblyChanges_IsReloadedOnce()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");
        await File.WriteAllBytesAsync(plugins.AssemblyOf("one"), plugins.Compile(2), _cancelled);
        await Wait.UntilAsync(() => greeter.Greet("you") == "2");
        await plugins.SettleAsync(provider);
        Assert.Equal((2, 1), (provider.Status("greeter:one").Generation, provider.Status("greeter:two").Generation));
    }

    [Fact]
    public async Task Watch_FolderIsAdded_ItsKeyResolvesAndIPluginsFollows()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var all = provider.Services.GetRequiredService<IPlugins<IGreeter>>();
        Assert.Null(provider.Services.GetKeyedService<IGreeter>("greeter:later"));
        Assert.False(all.TryGet("later", out _));

        plugins.Write("later", 5, "priority = 3\nsupports_extensions = [\".later\"]");
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:later") is { IsServing: true });
        await Wait.UntilAsync(() => all.Serving.Length == 2);
        await using var scope = provider.Services.CreateAsyncScope();
        Assert.Equal("5", scope.ServiceProvider.GetRequiredKeyedService<IGreeter>("greeter:later").Greet("you"));
        Assert.Equal("5", all["later"].Greet("you"));
        Assert.Equal("5", all.For(extension: ".later").Greet("you"));
        Assert.Equal("5", all.Active.Greet("you"));

        // It is noted when it serves already.
        await Wait.UntilAsync(() => provider.Status("greeter:later").LastReload is { Outcome: PluginReloadOutcome.Started });
    }

    [Fact]
    public async Task Watch_FolderIsRemovedAndComesBack_HeldProxyFollows()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is null);
        var error = Assert.Throws<PluginUnavailableException>(() => greeter.Greet("you"));
        Assert.Contains("was removed", error.Message, StringComparison.Ordinal);
        Assert.Single(provider.Services.GetRequiredService<IPlugins<IGreeter>>().Serving);

        plugins.Write("one", 3);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is { IsServing: true });
        Assert.Equal("3", greeter.Greet("you"));
    }

    [Fact]
    public async Task Watch_ManifestIsRenamed_OnePluginGoesAndAnotherComes()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var manifest = Path.Combine(plugins.FolderOf("one"), "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, _cancelled)).Replace("\"one\"", "\"other\"", StringComparison.Ordinal), _cancelled);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:other") is { IsServing: true });
        Assert.Null(provider.Registry.Find("greeter:one"));
    }

    [Fact]
    public async Task Watch_SecondPluginOfTheSameIdentityComes_TheFirstGoesOn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var copy = Directory.CreateDirectory(plugins.FolderOf("copy")).FullName;
        foreach (var file in Directory.EnumerateFiles(plugins.FolderOf("one")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await Wait.UntilAsync(() => provider.Registry.Plugins.Count == 2);
        var refused = Assert.Single(provider.Registry.Plugins, static status => status.State == PluginState.Unavailable);
        Assert.Equal(PluginErrorCodes.AmbiguousPlugin, refused.Code);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));

        // When the first goes, the second is let in.
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Plugins is [{ State: PluginState.Ready }]);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Watch_BrokenManifestIsMended_TheOldOneServesUntilThen()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var manifest = Path.Combine(plugins.FolderOf("one"), "dagstack.toml");
        await File.WriteAllTextAsync(manifest, "[plugin", _cancelled);
        await Wait.UntilAsync(() => provider.Status("greeter:one").LastReload is { Outcome: PluginReloadOutcome.Failed, Code: PluginErrorCodes.ManifestInvalid });
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
        plugins.Write("one", 2);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
    }

    [Fact]
    public async Task Watch_FileThatIsNoCodeChanges_NothingIsReloaded()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        await File.WriteAllTextAsync(Path.Combine(plugins.FolderOf("one"), "notes.txt"), "hello", _cancelled);
        File.SetLastWriteTimeUtc(plugins.AssemblyOf("one"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await plugins.SettleAsync(provider);
        Assert.Equal(1, provider.Status("greeter:one").Generation);
        Assert.Null(provider.Status("greeter:one").LastReload);
    }

    [Fact]
    public async Task Watch_SameLengthAndSameTime_IsReloadedAllTheSame()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var assembly = new FileInfo(plugins.AssemblyOf("one"));
        var (length, written) = (assembly.Length, assembly.LastWriteTimeUtc);
        Assert.Equal(length, plugins.Compile(2).Length);
        var beside = Path.Combine(plugins.Root, "beside");
        await File.WriteAllBytesAsync(beside, plugins.Compile(2), _cancelled);
        File.SetLastWriteTimeUtc(beside, written);
        File.Move(beside, assembly.FullName, overwrite: true);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
    }

    [Fact]
    public async Task Watch_PollingOnly_FindsChanges()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root).WatchForChanges(w =>
        {
            (w.StableWindow, w.RescanInterval, w.UsePolling) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(50), true);
        }));
        plugins.Write("one", 2);
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
    }

    [Fact]
    public async Task Watch_OptionalRootComesLater_ItsPluginsStart()
    {
        using var plugins = new ReloadablePlugins();
        var root = Path.Combine(plugins.Root, "later");
        await using var provider = await TestProvider.StartAsync(o => o.AddKind<IGreeter>().Discover(root, optional: true).WatchForChanges(w =>
        {
            (w.StableWindow, w.RescanInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100));
        }));
        plugins.Write("later/one", 1).Write("later/one", 1);
        var manifest = Path.Combine(root, "one", "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, _cancelled)).Replace("later/one", "one", StringComparison.Ordinal), _cancelled);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is { IsServing: true });
    }

    [Fact]
    public async Task Watch_MistypedKey_IsStillFoundAtTheStart()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = TestProvider.Build(
            o => o.Discover(plugins.Root).WatchForChanges(),
            static services => services.AddSingleton<Mistyped>());
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.Services.SetupPluginsAsync(_cancelled));
        Assert.Contains("Did you mean 'greeter:one'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_PluginWasStoppedOnPurpose_StaysSo()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        await provider.Registry.TeardownPluginAsync(new("greeter", "one"), _cancelled);
        plugins.Write("one", 2, "version = \"2.0.0\"");
        await Wait.UntilAsync(() => provider.Status("greeter:one").Version == "2.0.0");
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:one").State);
        await provider.Registry.SetupPluginAsync(new("greeter", "one"), _cancelled);
        Assert.Equal("2", provider.Greeter("one").Greet("you"));
    }

    internal static Task<TestProvider> StartAsync(ReloadablePlugins plugins, Action<DagstackPluginOptions>? more = null, Action<IServiceCollection>? configure = null) => TestProvider.StartAsync(
        o =>
        {
            o.Discover(plugins.Root).WatchForChanges(w => (w.StableWindow, w.RescanInterval) = (StableWindow, TimeSpan.FromSeconds(2)));
            more?.Invoke(o);
        },
        configure);

#pragma warning disable CS9113 // The container makes it.
    private sealed class Mistyped([FromKeyedServices("greeter:onne")] IGreeter greeter);
#pragma warning restore CS9113
}
