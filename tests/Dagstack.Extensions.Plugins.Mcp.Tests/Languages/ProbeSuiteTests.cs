using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.DependencyInjection;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>What the host does around calls of plugins, the same for one in its process and for those in Python and Node.</summary>
public sealed class ProbeSuiteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Middleware_AroundHooks_SeesAndChangesThemAndRefuses(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root, static options => options.Use(async (call, next) =>
        {
            if (call["text"] is "refused")
            {
                throw new UnauthorizedAccessException($"not for {call.Metadata[CallMetadata.TenantId]}");
            }

            call["text"] = $"{call["text"]} in";
            return $"{await next(call)} out";
        }, kinds: "probe", hooks: "Echo"));
        var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
        using var tenant = CallMetadata.Begin(CallMetadata.TenantId, "acme");

        Assert.Equal("text in out", probe.Echo("text"));
        Assert.Equal("not for acme", Assert.Throws<UnauthorizedAccessException>(() => probe.Echo("refused")).Message);
    }

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Deadline_OfTheCallAndOfTheKind_IsATimeoutAndCancelsThePlugin(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root, static options => options.ForKind("probe", static kind => kind.Timeout = TimeSpan.FromSeconds(20)));
        var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
        var quick = PluginCalls.With(probe, new() { Timeout = TimeSpan.FromMilliseconds(200) });

        var fault = await Assert.ThrowsAsync<PluginTimeoutException>(() => quick.WaitAsync(600_000, cancellationToken: Token));

        Assert.Equal((PluginErrorCodes.PluginTimeout, new PluginId("probe", language)), (fault.Code, fault.Plugin));
        await Wait.UntilAsync(() => probe.Look() is { Waiting: 0, Cancelled: 1 });
    }

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Dispatch_OfEveryClass_FindsThePlugins(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language, "low", "priority = 1\nsupports_extensions = [\".a\"]");
        root.AddProbe(language, "high", "priority = 2\nsupports_extensions = [\".b\"]");
        await using var services = await StartAsync(root);
        var probes = services.GetRequiredService<IPlugins<IProbe>>();

        Assert.Equal("low", probes.For(extension: ".a").SeenBySetup().Manifest.GetProperty("name").GetString());
        Assert.Equal("high", probes.For(extension: ".b").SeenBySetup().Manifest.GetProperty("name").GetString());
        Assert.Throws<NoCapabilityMatchException>(() => probes.For(extension: ".c").Echo("x"));
        Assert.Equal("a probe.high probe.low", probes.Clean("a"));
        Assert.Equal(["a probe.high", "a probe.low"], await probes.WhoseAsync("a", Token));
        await probes.Tell("heard");
        Assert.Equal(["heard", "heard"], new[] { "low", "high" }.SelectMany(name => probes[name].Look().Heard));
    }

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Health_ThatIsDegraded_IsTheState(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root, static options => options.HealthInterval = TimeSpan.FromMilliseconds(50));
        var registry = services.GetRequiredService<IPluginRegistry>();

        services.GetRequiredKeyedService<IProbe>($"probe:{language}").Feel("degraded", "low on paper", 1_000);
        await Wait.UntilAsync(() => registry.Find(new("probe", language)) is { State: PluginState.Degraded, Reason: "low on paper" });

        services.GetRequiredKeyedService<IProbe>($"probe:{language}").Feel("healthy", null, 0);
        await Wait.UntilAsync(() => registry.Find(new("probe", language))!.State == PluginState.Ready);
    }

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Reload_UnderCallers_FailsNoCall(string language)
    {
        foreach (var mode in new[] { "overlap", "stop_first" })
        {
            using var root = new TempFolder();
            root.AddProbe(language, more: $"reload = \"{mode}\"");
            await using var services = await StartAsync(root, static options => options.AllowReload());
            var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
            using var stop = new CancellationTokenSource();
            var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => CallAsync(probe, stop.Token), Token)).ToArray();

            for (var reload = 0; reload < 3; reload++)
            {
                var result = await services.GetRequiredService<IPluginRegistry>().ReloadAsync(new("probe", language), Token);
                Assert.Equal(PluginReloadOutcome.Replaced, result.Outcome);
            }

            await stop.CancelAsync();
            Assert.All(await Task.WhenAll(callers).WaitAsync(Limits.Patience, Token), static count => Assert.True(count > 0));
        }
    }

    private static async Task<int> CallAsync(IProbe probe, CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
        {
            Assert.Equal("waited", await probe.WaitAsync(1, cancellationToken: Token));
        }

        return count;
    }

    private static Task<ServiceProvider> StartAsync(TempFolder root, Action<DagstackPluginOptions>? configure = null) => ProbeServices.StartAsync(root, configure: configure);
}
