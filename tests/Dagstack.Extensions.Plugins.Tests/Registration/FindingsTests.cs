using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>What discovery finds is kept while registering and reported at the start.</summary>
public sealed class FindingsTests
{
    [Fact]
    public async Task Setup_BrokenManifest_TheOthersStartAndItsKeySaysWhy()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter")
            .Write("broken/dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"greeter\"\nruntme = \"in_process\"\n");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("Hello, x!", provider.Greeter("plain").Greet("x"));
        var error = Assert.Throws<PluginUnavailableException>(() => provider.Greeter("broken").Greet("x"));
        Assert.Equal("ManifestInvalid", error.RootCauseCode);
        Assert.Contains(folders.ManifestOf("broken") + "(4,", error.Message, StringComparison.Ordinal);
        Assert.Contains("'runtime'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_UnreadableManifestWithoutName_IsListedByItsPath()
    {
        using var folders = new PluginFolders().Write("nameless/dagstack.toml", "[plugin\n");
        await using var provider = await TestProvider.StartAsync(folders);
        var plugin = Assert.Single(provider.Registry.Plugins);
        Assert.Null(plugin.Id);
        Assert.Equal(folders.ManifestOf("nameless"), plugin.Path);
        Assert.Equal(PluginState.Unavailable, plugin.State);
    }

    [Fact]
    public async Task Setup_UnknownKind_IsListedWithTheKnownOnes()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", kind: "greter");
        await using var provider = await TestProvider.StartAsync(folders);
        var plugin = Assert.Single(provider.Registry.Plugins);
        Assert.Equal("KindUnknown", plugin.Code);
        Assert.Contains("Did you mean 'greeter'?", plugin.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_KindOfAnotherMajorVersion_IsVersionIncompatible()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", "kind_api_version = \"2\"");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("VersionIncompatible", provider.Status("greeter:plain").Code);
    }

    [Fact]
    public async Task Setup_RuntimeOfAnotherHost_IsNotSupported()
    {
        using var folders = new PluginFolders().Write("remote/dagstack.toml", """
            [plugin]
            name = "remote"
            kind = "greeter"
            runtime = "mcp_stdio"
            core_version = "*"
            [plugin.mcp_stdio]
            command = ["greeter"]
            """);
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("RuntimeNotSupported", provider.Status("greeter:remote").Code);
    }

    [Fact]
    public async Task Setup_RelativeRoot_LogsTheFolderThatWasTaken()
    {
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(static o => o.Discover("plugins/fixtures"), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Contains($"Information Dagstack.Extensions.Plugins[11] Plugins of plugins/fixtures are looked for in {Path.Combine(AppContext.BaseDirectory, "plugins", "fixtures")}", logs.Lines);
    }

    [Fact]
    public async Task Setup_MissingRoot_ThrowsNamingEveryPathTried()
    {
        await using var provider = TestProvider.Build(o => o.Discover("no/such/folder"));
        var error = await Assert.ThrowsAsync<PluginRegistryException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains(Path.Combine(Directory.GetCurrentDirectory(), "no/such/folder"), error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, "no/such/folder"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_TwoPluginsOfOneIdentity_ThrowsWithBothPaths()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("plain", "PlainGreeter", folder: "copy").Add("other", "PlainGreeter");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root));
        var error = await Assert.ThrowsAsync<AmbiguousPluginException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains(folders.ManifestOf("plain"), error.Message, StringComparison.Ordinal);
        Assert.Contains(folders.ManifestOf("copy"), error.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Discovered, provider.Status("greeter:other").State);
    }

    [Fact]
    public async Task Setup_ContinueOnConflict_StartsWhatStandsOutside()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("plain", "PlainGreeter", folder: "copy").Add("other", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.ContinueOnConflict = true;
            o.Discover(folders.Root);
        });
        Assert.Equal(["ready", "unavailable AmbiguousPlugin", "unavailable AmbiguousPlugin"], provider.Registry.Plugins.Select(static plugin => $"{PluginStates.NameOf(plugin.State)} {plugin.Code}".Trim()));
        Assert.Equal("Hello, x!", provider.Greeter("other").Greet("x"));
    }

    [Fact]
    public async Task Setup_BrokenCopyOfAGoodPlugin_IsNoConflict()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Write("a-copy/dagstack.toml", "[plugin]\nname = \"plain\"\nkind = \"greeter\"\n");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("Hello, x!", provider.Greeter("plain").Greet("x"));
    }

    [Fact]
    public async Task Setup_SeveralConflicts_AreAllInOneMessage()
    {
        using var folders = new PluginFolders()
            .Add("one", "PlainGreeter").Add("one", "PlainGreeter", folder: "one-again")
            .Add("two", "PlainGreeter", "fallback = true").Add("three", "PlainGreeter", "fallback = true")
            .Add("left", "StoreInAField", kind: "store").Add("right", "StoreInAField", kind: "store")
            .Add("a", "PlainGreeter", "depends_on = [\"b\"]").Add("b", "PlainGreeter", "depends_on = [\"c\"]").Add("c", "PlainGreeter", "depends_on = [\"a\"]");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root).Discover("nowhere"));
        var error = await Assert.ThrowsAsync<PluginStartException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["PluginRegistryError", "AmbiguousPlugin", "AmbiguousPlugin", "AmbiguousPlugin", "DependencyCycle"], error.Errors.Select(static one => one.Code));
        Assert.Contains("greeter:a -> greeter:b -> greeter:c -> greeter:a", error.Message, StringComparison.Ordinal);
        Assert.Contains("the active plugin of the kind 'store'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KindKey_HighestPriority_IsTheActiveOne()
    {
        using var folders = new PluginFolders().Add("low", "PlainGreeter").Add("high", "RngGreeter", "priority = 5\n[plugin.resources]\nrequired = [\"rng\"]");
        await using var provider = await TestProvider.StartAsync(folders);
        TestProvider.AssertLeadsTo(provider.Greeter("high"), provider.Services.GetRequiredKeyedService<IGreeter>("greeter"));
    }

    [Fact]
    public async Task KindKey_TieWithoutSingletonHook_FailsWhenCalled()
    {
        using var folders = new PluginFolders().Add("one", "PlainGreeter").Add("two", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        var error = Assert.Throws<AmbiguousPluginException>(() => provider.Services.GetRequiredKeyedService<IGreeter>("greeter").Greet("x"));
        Assert.Equal(["greeter:one", "greeter:two"], error.Candidates);
    }

    [Fact]
    public async Task KindKey_NoPlugin_SaysWhereItWasLookedFor()
    {
        using var folders = new PluginFolders();
        await using var provider = await TestProvider.StartAsync(folders);
        var error = Assert.Throws<PluginUnavailableException>(() => provider.Services.GetRequiredKeyedService<IGreeter>("greeter").Greet("x"));
        Assert.Contains(folders.Root, error.Message, StringComparison.Ordinal);
        Assert.Null(error.Plugin);
    }
}
