using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Roots that overlap, are missing, or lead to each other.</summary>
public sealed class SeveralRootsTests
{
    [Fact]
    public async Task Discover_RootWithinAnother_FindsEachPluginOnce()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", folder: "inner/plain").Add("other", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).Discover(Path.Combine(folders.Root, "inner")).Discover(Path.Combine(folders.Root, "inner", "plain")));

        Assert.Equal(["greeter:other", "greeter:plain"], Names(provider));
    }

    [Fact]
    public async Task Discover_InnerRootFirst_FindsEachPluginOnce()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", folder: "inner/plain").Add("other", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(Path.Combine(folders.Root, "inner") + Path.DirectorySeparatorChar).Discover(Path.Combine(folders.Root, "inner", "..")));

        Assert.Equal(["greeter:other", "greeter:plain"], Names(provider));
    }

    [Fact]
    public async Task Discover_RootAndALinkToIt_FindsEachPluginOnce()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        using var links = new TempFolder();
        Directory.CreateSymbolicLink(links.Combine("link"), folders.Root);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(links.Combine("link")).Discover(folders.Root));

        Assert.Equal(["greeter:plain"], Names(provider));
        Assert.Equal(Path.Combine(links.Path, "link", "plain", "dagstack.toml"), provider.Status("greeter:plain").Path);
    }

    [Fact]
    public async Task Discover_OptionalRootsThatAreMissing_AreNoErrors()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover("no/such", optional: true).Discover(folders.Root).Discover(Path.Combine(folders.Root, "none"), optional: true));

        Assert.Equal(["greeter:plain"], Names(provider));
    }

    [Fact]
    public async Task Discover_IgnoredByGlobInOneRoot_IsFoundByItsOwn()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", folder: "old/plain").Add("other", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.IgnoreFolders.Add("old");
            o.Discover(folders.Root).Discover(Path.Combine(folders.Root, "old"));
        });

        Assert.Equal(["greeter:other", "greeter:plain"], Names(provider));
    }

    [Fact]
    public async Task Discover_RootWithAFaultyManifest_TheOtherRootsStart()
    {
        using var broken = new PluginFolders();
        Directory.CreateDirectory(Path.Combine(broken.Root, "x", "dagstack.toml"));
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(broken.Root).Discover(folders.Root));

        Assert.Equal(PluginState.Ready, provider.Status("greeter:plain").State);
        var fault = Assert.Single(provider.Registry.Plugins, static plugin => plugin.Id is null);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.ManifestInvalid, broken.ManifestOf("x")), (fault.State, fault.Code, fault.Path));
    }

    private static IEnumerable<string> Names(TestProvider provider) => provider.Registry.Plugins.Select(static plugin => plugin.Id!.Value.ToString()).Order(StringComparer.Ordinal);
}
