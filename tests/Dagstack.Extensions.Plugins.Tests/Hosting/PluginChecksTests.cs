using Dagstack.Extensions.Plugins.Hosting;
using Dagstack.Extensions.Plugins.Tests.Reload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>Two checks for each plugin: one for readiness, one for liveness.</summary>
public sealed class PluginChecksTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checks_OfPluginsThatServe_AreHealthyByTagAndName()
    {
        await using var provider = await StartAsync(static o => o.Add("greeter:one", new CodePlugin()));
        var ready = await CheckAsync(provider, "ready");
        Assert.Equal((HealthStatus.Healthy, "It is ready."), (ready["plugin greeter:one"].Status, ready["plugin greeter:one"].Description));
        Assert.Equal(("ready", false), (ready["plugin greeter:one"].Data["state"], ready["plugin greeter:one"].Data["requires_restart"]));
        Assert.Equal(["plugin greeter:one"], ready.Keys);
        Assert.Equal(["plugin greeter:one live"], (await CheckAsync(provider, "live")).Keys);
    }

    [Theory]
    [InlineData(true, HealthStatus.Unhealthy, "The host requires it.")]
    [InlineData(false, HealthStatus.Degraded, "The host does not require it.")]
    public async Task Ready_OfAPluginThatDoesNotServe_FailsOnlyWhereItIsRequired(bool isRequired, HealthStatus expected, string end)
    {
        var isIll = false;
        await using var provider = await StartAsync(o => Require(o, isRequired).Add("greeter:ill", new CodePlugin { OnSetup = _ => isIll ? throw new InvalidOperationException("fever") : default }));
        isIll = true;
        await RestartAsync(provider);

        var ready = (await CheckAsync(provider, "ready"))["plugin greeter:ill"];
        Assert.Equal(expected, ready.Status);
        Assert.Contains("fever", ready.Description, StringComparison.Ordinal);
        Assert.EndsWith(end, ready.Description, StringComparison.Ordinal);
        Assert.Equal((PluginErrorCodes.PluginUnavailable, "unavailable"), (ready.Data["code"], ready.Data["state"]));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(provider, "live"))["plugin greeter:ill live"].Status);
    }

    [Theory]
    [InlineData(true, HealthStatus.Unhealthy, "It is stopped. The host requires it, and only a restart of the process gives it back.")]
    [InlineData(false, HealthStatus.Degraded, "It is stopped. Only a restart of the process gives it back, and the host does not require it.")]
    public async Task Live_OfAPluginThatHoldsSomethingForEver_FailsOnlyWhereItIsRequiredAndDoesNotServe(bool isRequired, HealthStatus expected, string description)
    {
        await using var provider = await StartAsync(o => Require(o, isRequired).Add("greeter:ill", new CodePlugin { OnTeardown = static _ => new(false) }));
        await provider.Registry.TeardownPluginAsync("greeter:ill", _cancellation);
        var live = (await CheckAsync(provider, "live"))["plugin greeter:ill live"];
        Assert.Equal((expected, description, true), (live.Status, live.Description, live.Data["requires_restart"]));

        // It serves again, and what it held before is still held.
        await provider.Registry.SetupPluginAsync("greeter:ill", _cancellation);
        live = (await CheckAsync(provider, "live"))["plugin greeter:ill live"];
        Assert.Equal((HealthStatus.Degraded, "It is ready. What it held before is released by a restart of the process alone."), (live.Status, live.Description));
    }

    [Fact]
    public async Task Checks_WhileTheApplicationStops_AreNotReadyAndLive()
    {
        await using var provider = await StartAsync(static o => o.Require("greeter:one").Add("greeter:one", new CodePlugin { OnTeardown = static _ => new(false) }));
        await provider.Registry.TeardownPluginAsync("greeter:one", _cancellation);
        provider.Services.GetRequiredService<PluginHost>().CancelStarting();
        Assert.Equal("The application is stopping.", (await CheckAsync(provider, "ready"))["plugin greeter:one"].Description);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(provider, "live"))["plugin greeter:one live"].Status);
    }

    [Fact]
    public async Task Checks_OfPluginsThatComeAndGo_FollowThem()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1).Write("two", 1);
        await using var provider = await WatchTests.StartAsync(plugins, static o => o.Require("greeter:one").Require("greeter:one"), static services => services.AddHealthChecks().AddDagstackPluginChecks());
        Assert.Equal(["plugin greeter:one", "plugin greeter:two"], (await CheckAsync(provider, "ready")).Keys.Order(StringComparer.Ordinal));

        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        Directory.Delete(plugins.FolderOf("two"), recursive: true);
        plugins.Write("three", 1);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is null && provider.Registry.Find("greeter:two") is null && provider.Registry.Find("greeter:three") is { State: PluginState.Ready });

        var ready = await CheckAsync(provider, "ready");
        Assert.Equal(["plugin greeter:one", "plugin greeter:three"], ready.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((HealthStatus.Unhealthy, "The host requires it, and it is not there."), (ready["plugin greeter:one"].Status, ready["plugin greeter:one"].Description));
        Assert.Equal(HealthStatus.Healthy, ready["plugin greeter:three"].Status);
    }

    [Fact]
    public async Task Checks_OfABrokenManifestAndADisabledPlugin_AreThereToo()
    {
        using var folders = new PluginFolders().Add("broken", "Greeter", "priority = -1");
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root).Add("greeter:off", new CodePlugin()),
            static services => services.AddHealthChecks().AddDagstackPluginChecks(),
            ("dagstack:plugins:deny:0", "greeter:off"));
        var ready = await CheckAsync(provider, "ready");
        Assert.Equal(HealthStatus.Degraded, ready["plugin greeter:broken"].Status);
        Assert.Equal((HealthStatus.Healthy, "disabled"), (ready["plugin greeter:off"].Status, ready["plugin greeter:off"].Data["state"]));
    }

    [Fact]
    public async Task Checks_OfNamesThatDifferInCaseOnly_AreThoseOfTheOneThatCanStart()
    {
        using var folders = new PluginFolders().Add("Twin", "PlainGreeter", folder: "a").Add("twin", "PlainGreeter", folder: "b");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), static services => services.AddHealthChecks().AddDagstackPluginChecks());
        Assert.Contains(provider.Registry.Plugins, static plugin => plugin.State == PluginState.Unavailable);

        var (name, check) = Assert.Single(await CheckAsync(provider, "ready"));
        Assert.Equal(("plugin greeter:twin", HealthStatus.Healthy), (name, check.Status));
        Assert.Equal(["plugin greeter:twin live"], (await CheckAsync(provider, "live")).Keys);
    }

    [Fact]
    public async Task AddDagstackPluginChecks_BesideOthersAndTwice_AddsItsOwnOnce()
    {
        await using var provider = await TestProvider.StartAsync(
            static o => o.Add("greeter:one", new CodePlugin()),
            static services => services.AddHealthChecks().AddDagstackPluginChecks("up", "alive").AddDagstackPluginChecks().AddDagstackPlugins().AddCheck("disk", static () => HealthCheckResult.Healthy(), ["up"]));
        Assert.Equal(["disk", "plugin greeter:one"], (await CheckAsync(provider, "up")).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["plugin greeter:one live"], (await CheckAsync(provider, "alive")).Keys);
        var all = await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(_cancellation);
        Assert.Equal(4, all.Entries.Count);
        Assert.Equal(HealthStatus.Healthy, all.Entries["dagstack_plugins"].Status);
    }

    [Fact]
    public void AddDagstackPluginChecks_WithoutPlugins_SaysWhatToCall()
    {
        using var services = new ServiceCollection().AddLogging().AddHealthChecks().AddDagstackPluginChecks().Services.BuildServiceProvider();
        var error = Assert.Throws<InvalidOperationException>(services.GetRequiredService<HealthCheckService>);
        Assert.Contains("services.AddDagstackPlugins(…)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(static () => ((IHealthChecksBuilder)null!).AddDagstackPluginChecks());
    }

    private static DagstackPluginOptions Require(DagstackPluginOptions options, bool isRequired) => isRequired ? options.Require("greeter:ill") : options;

    private static Task<TestProvider> StartAsync(Action<DagstackPluginOptions> plugins) =>
        TestProvider.StartAsync(plugins, static services => services.AddHealthChecks().AddDagstackPluginChecks());

    private async Task RestartAsync(TestProvider provider)
    {
        await provider.Registry.TeardownPluginAsync("greeter:ill", _cancellation);
        await provider.Registry.SetupPluginAsync("greeter:ill", _cancellation);
    }

    private async Task<IReadOnlyDictionary<string, HealthReportEntry>> CheckAsync(TestProvider provider, string tag) =>
        (await provider.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag), _cancellation)).Entries;
}
