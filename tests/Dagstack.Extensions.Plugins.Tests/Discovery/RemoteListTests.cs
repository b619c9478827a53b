using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Discovery;

/// <summary>Plugins in other processes, by manifests in <c>plugins_registry</c> beside a root, and by those that the host's settings name.</summary>
public sealed class RemoteListTests : IDisposable
{
    private readonly RemoteHost _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registry_FilesOfAnyName_ArePluginsWhosePathsCountAgainstTheirFolder()
    {
        _host.Write("plugins/.keep", string.Empty)
            .Write("plugins_registry/b.toml", RemoteHost.Toml("one"))
            .Write("plugins_registry/a.JSON", RemoteHost.Json("two"))
            .Write("plugins_registry/c.json", RemoteHost.Json("three", isWrapped: false))
            .Write("plugins_registry/.hidden.toml", RemoteHost.Toml("hidden"))
            .Write("plugins_registry/readme.txt", RemoteHost.Toml("text"))
            .Write("plugins_registry/sub/d.toml", RemoteHost.Toml("deep"));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        Assert.Equal(
            [("greeter:one", "b.toml"), ("greeter:three", "c.json"), ("greeter:two", "a.JSON")],
            provider.Registry.Plugins.Select(static plugin => (plugin.Id.ToString()!, Path.GetFileName(plugin.Path)!)));
        Assert.All(provider.Registry.Plugins, static plugin => Assert.Equal(PluginState.Ready, plugin.State));
        Assert.All(_host.Runtime.Folders, folder => Assert.Equal(_host.Combine("plugins_registry"), folder));
    }

    [Theory]
    [InlineData("plugins", "more")]
    [InlineData("missing", "plugins")]
    [InlineData("missing", "missing")]
    public async Task Registry_BesideSeveralRootsOrMissingOnes_IsReadOnce(string first, string second)
    {
        _host.Write("plugins/.keep", string.Empty).Write("more/.keep", string.Empty).Write("plugins_registry/x.toml", RemoteHost.Toml("one"));
        await using var provider = await _host.StartAsync(o => o.Discover(first, optional: true).Discover(second, optional: true).Discover(_host.Combine(first) + "/", optional: true));
        Assert.Equal(PluginState.Ready, Assert.Single(provider.Registry.Plugins).State);
    }

    [Fact]
    public async Task Registry_IsNotThere_IsFine()
    {
        _host.Write("plugins/.keep", string.Empty);
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        Assert.Empty(provider.Registry.Plugins);
    }

    [Fact]
    public async Task Registry_BrokenFiles_AreUnavailableAndCostNoOther()
    {
        _host.Write("plugins/.keep", string.Empty)
            .Write("plugins_registry/a.toml", RemoteHost.Toml("broken") + "\ncommand = [")
            .Write("plugins_registry/b.json", "{\"a\": 1}")
            .Write("plugins_registry/c.toml", RemoteHost.Toml("sound"));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        Assert.Equal("1: x", provider.Greeter("sound").Greet("x"));
        Assert.Equal(PluginErrorCodes.ManifestInvalid, Assert.Throws<PluginUnavailableException>(() => provider.Greeter("broken").Greet("x")).RootCauseCode);
        Assert.Equal(PluginState.Unavailable, provider.Registry.Plugins.Single(static plugin => plugin.Id is null).State);
    }

    [Theory]
    [InlineData("\"in_process\"", "'plugin.runtime' is \"in_process\"")]
    [InlineData("[\"mcp_stdio\", \"in_process\"]", "'plugin.runtime[1]' is \"in_process\"")]
    public async Task List_AnotherRuntime_IsWhyThePluginIsUnavailable(string runtime, string found)
    {
        _host.Write("plugins/.keep", string.Empty).Write("plugins_registry/a.toml", RemoteHost.Toml("one", runtime));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.ManifestInvalid), (status.State, status.Code));
        Assert.Contains($"{found}, but this is a list of plugins in other processes. Write mcp_stdio or mcp_http, or put the plugin into a folder of its own below a root.", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_HostWithoutTheRuntime_SaysWhichPackageIsMissing()
    {
        _host.Write("plugins/.keep", string.Empty).Write("plugins_registry/a.toml", RemoteHost.Toml("one"));
        await using var provider = await TestProvider.StartAsync(o => o.Discover(_host.Combine("plugins")));
        Assert.Contains("Add the package Dagstack.Extensions.Plugins.Mcp and call UseMcp()", provider.Status("greeter:one").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_Links_AreFollowedWithinTheFolderOnly()
    {
        _host.Write("plugins/.keep", string.Empty).Write("outside.toml", RemoteHost.Toml("outside")).Write("plugins_registry/..data/inside.toml", RemoteHost.Toml("inside"));
        File.CreateSymbolicLink(_host.Combine("plugins_registry/a.toml"), _host.Combine("plugins_registry/..data/inside.toml"));
        File.CreateSymbolicLink(_host.Combine("plugins_registry/b.toml"), _host.Combine("outside.toml"));
        File.CreateSymbolicLink(_host.Combine("plugins_registry/c.toml"), _host.Combine("nowhere.toml"));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:inside").State);
        var reasons = provider.Registry.Plugins.Where(static plugin => plugin.Id is null).Select(static plugin => plugin.Reason!).ToList();
        Assert.Equal(2, reasons.Count);
        Assert.Contains(reasons, static reason => reason.Contains("is a link that leads out of", StringComparison.Ordinal));
        Assert.Contains(reasons, static reason => reason.Contains("a link that leads nowhere", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dagstack:remote_plugins:0")]
    [InlineData("dagstack:RemotePlugins")]
    public async Task Setting_RelativePath_IsBelowTheContentRoot(string key)
    {
        _host.Write("lists/x.toml", RemoteHost.Toml("one"));
        await using var provider = await _host.StartAsync(static _ => { }, (key, "lists/x.toml"));
        Assert.Equal((PluginState.Ready, _host.Combine("lists/x.toml")), (provider.Status("greeter:one").State, provider.Status("greeter:one").Path));
        Assert.Equal(_host.Combine("lists"), Assert.Single(_host.Runtime.Folders));
    }

    [Theory]
    [InlineData("lists/none.toml", "Tried: ")]
    [InlineData("lists", "and there is no such file")]
    [InlineData("a\0b", "and it is no path")]
    public async Task Setting_NoFile_IsUnavailableAndSaysWhoNamesIt(string path, string reason)
    {
        _host.Write("lists/x.toml", RemoteHost.Toml("one"));
        await using var provider = await _host.StartAsync(static _ => { }, ("dagstack:remote_plugins:0", path), ("dagstack:remote_plugins:1", "lists/x.toml"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
        var missing = provider.Registry.Plugins.Single(static plugin => plugin.Id is null);
        Assert.Contains("'remote_plugins' of the host's settings names it", missing.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OneFileByEveryWay_IsOnePlugin()
    {
        _host.Write("plugins/one/dagstack.toml", RemoteHost.Toml("one")).Write("plugins_registry/x.toml", RemoteHost.Toml("two"));
        await using var provider = await _host.StartAsync(
            o =>
            {
                o.Discover("plugins");
                o.Services.AddDagstackPlugins(static inner => inner.Discover("plugins"));
            },
            ("dagstack:remote_plugins:0", "plugins_registry/x.toml"),
            ("dagstack:remote_plugins:1", "plugins/one/dagstack.toml"),
            ("dagstack:remote_plugins:2", "plugins/../plugins_registry/x.toml"));
        Assert.Equal(["greeter:one", "greeter:two"], provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()));
    }

    [Fact]
    public async Task Reload_OfAListedPlugin_ReadsItsManifestAgainAndCopiesNothing()
    {
        _host.Write("plugins/.keep", string.Empty).Write("plugins_registry/x.toml", RemoteHost.Toml("one")).Write("plugins_registry/y.toml", RemoteHost.Toml("two"));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        _host.Write("plugins_registry/x.toml", RemoteHost.Toml("one").Replace("core_version", "version = \"7\"\ncore_version", StringComparison.Ordinal));
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        Assert.Equal("7", provider.Status("greeter:one").Version);
        Assert.All(_host.Runtime.Folders, folder => Assert.Equal(_host.Combine("plugins_registry"), folder));
        _host.Write("plugins_registry/x.toml", RemoteHost.Toml("one", "\"in_process\""));
        var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
        Assert.Equal(PluginReloadOutcome.Failed, reload.Outcome);
        Assert.Contains("this is a list of plugins in other processes", reload.Reason, StringComparison.Ordinal);
        Assert.Equal("3: x", provider.Greeter("one").Greet("x"));
    }

    [Fact]
    public async Task HashContent_OfAListedPlugin_IsThatOfItsManifest()
    {
        _host.Write("plugins/.keep", string.Empty).Write("plugins_registry/x.toml", RemoteHost.Toml("one")).Write("plugins_registry/y.toml", RemoteHost.Toml("two"));
        await using var provider = await _host.StartAsync(static o => o.Discover("plugins"));
        var expected = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_host.Combine("plugins_registry/x.toml"), Token)));
        Assert.Equal(expected, await provider.Registry.HashContentAsync(new("greeter", "one"), Token));
    }

    public void Dispose() => _host.Dispose();
}
