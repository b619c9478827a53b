using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>Plugins without which a host does not start.</summary>
public sealed class RequiredPluginTests
{
    [Fact]
    public async Task Start_RequiredPluginFails_StopsTheStartAfterTearingDownInReverse()
    {
        var events = new EventLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDagstackPlugins(o => o
            .Add("greeter:first", CodePlugin.Recording(events, "first"))
            .Add(new PluginManifest { Id = new("greeter", "second"), DependsOn = [new("first")] }, CodePlugin.Recording(events, "second"))
            .Add("greeter:bad", new CodePlugin { OnSetup = static _ => throw new InvalidOperationException("no license") })
            .Add("greeter:null", static _ => null!)
            .Require("greeter:bad", "greeter:first")
            .Require("greeter:null"));
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<PluginStartException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [("greeter:bad", "PluginUnavailable"), ("greeter:null", "PluginLoadError")],
            error.Errors.Cast<PluginUnavailableException>().Select(static each => (each.Plugin.ToString(), each.RootCauseCode)));
        Assert.Contains("[PluginLoadError] The plugin 'greeter:null' is unavailable: The factory", error.Message, StringComparison.Ordinal);
        Assert.Contains("no license", error.Message, StringComparison.Ordinal);
        Assert.Equal(["setup first", "setup second", "teardown second", "teardown first"], events.Events);
    }

    [Fact]
    public async Task Setup_PluginThatIsNotRequiredFails_TheHostRunsOn()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:good", new CodePlugin()).Add("greeter:null", static _ => null!).Require("greeter:good"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:good").State);
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:null").State);
    }

    [Fact]
    public async Task Setup_RequiredPluginThatDoesNotExist_StopsBeforeAnythingStartsWithNearNames()
    {
        await using var provider = TestProvider.Build(static o => o.Add("greeter:plain", new CodePlugin()).Require("greeter:plian"));
        var error = await Assert.ThrowsAsync<PluginNotFoundException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("greeter:plian", "greeter:plain"), (error.Plugin, error.Nearest));
        Assert.Equal(PluginState.Discovered, provider.Status("greeter:plain").State);
    }

    [Fact]
    public async Task Setup_RequiredPluginThatCannotStart_StopsBeforeAnythingStarts()
    {
        using var folders = new PluginFolders().Add("off", "PlainGreeter").Write("broken/dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"greeter\"\n");
        await using var provider = TestProvider.Build(
            o => o.Discover(folders.Root).Add("greeter:plain", new CodePlugin()).Require("greeter:broken", "greeter:off"),
            null,
            ("dagstack:plugins:deny", "greeter:off"));
        var error = await Assert.ThrowsAsync<PluginStartException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Collection(
            error.Errors,
            each => Assert.Equal(folders.ManifestOf("broken"), Assert.IsType<ManifestInvalidException>(each).File),
            static each => Assert.Equal(PluginState.Disabled, Assert.IsType<PluginUnavailableException>(each).State));
        Assert.Equal(PluginState.Discovered, provider.Status("greeter:plain").State);
    }

    [Fact]
    public async Task Setup_RequiredPluginInAConflict_IsSaidOnce()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("plain", "PlainGreeter", folder: "copy");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root).Require("greeter:plain"));
        await Assert.ThrowsAsync<AmbiguousPluginException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));

        await using var lenient = TestProvider.Build(o => o.Discover(folders.Root).Require("greeter:plain").ContinueOnConflict = true);
        var error = await Assert.ThrowsAsync<PluginUnavailableException>(() => lenient.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("AmbiguousPlugin", error.RootCauseCode);
    }

    [Fact]
    public async Task FailFast_AnyPluginThatIsUnavailable_StopsTheStart()
    {
        using var folders = new PluginFolders().Write("nameless/dagstack.toml", "[plugin\n");
        await using var unreadable = TestProvider.Build(o => o.Discover(folders.Root).FailFast = true);
        await Assert.ThrowsAsync<ManifestInvalidException>(() => unreadable.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));

        await using var failing = TestProvider.Build(static o => o.Add("greeter:good", new CodePlugin()).Add("greeter:null", static _ => null!).FailFast = true);
        var error = await Assert.ThrowsAsync<PluginStartException>(() => failing.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("The plugins cannot start, for 1 reason:", error.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Stopped, failing.Status("greeter:good").State);
    }

    [Fact]
    public async Task FailFast_PluginThatIsSwitchedOff_IsNoReason()
    {
        using var folders = new PluginFolders().Add("off", "PlainGreeter").Add("on", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).FailFast = true, null, ("dagstack:plugins:deny", "greeter:off"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:on").State);
    }

    [Fact]
    public async Task Setup_AgainAfterARequiredPluginFailed_StartsAnew()
    {
        var fails = true;
        await using var provider = TestProvider.Build(o => o.Add("greeter:good", new CodePlugin()).Add("greeter:bad", new CodePlugin { OnSetup = _ => fails ? throw new InvalidOperationException("not yet") : default }).Require("greeter:bad"));
        await Assert.ThrowsAsync<PluginStartException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        fails = false;
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("x", provider.Greeter("good").Greet("x"));
    }

    [Fact]
    public void Require_NotAnIdentity_Throws()
    {
        Assert.Throws<FormatException>(static () => new DagstackPluginOptions().Require("plain"));
        Assert.Throws<ArgumentNullException>(static () => new DagstackPluginOptions().Require(null!));
        Assert.Throws<ArgumentNullException>(static () => new DagstackPluginOptions().Require("greeter:plain", null!));
    }
}
