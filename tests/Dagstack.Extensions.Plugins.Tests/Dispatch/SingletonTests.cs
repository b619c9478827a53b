using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>singleton: the active plugin of the kind, by policy, then environment and configuration, then priority.</summary>
public sealed class SingletonTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Active_HighestPriority_IsCalled()
    {
        await using var provider = await StartAsync();
        var leaders = provider.Services.GetRequiredService<IPlugins<ILeader>>();
        Assert.Equal("high leads you", leaders.Lead());
        Assert.Equal("high leads me", leaders.Lead("me"));
        Assert.Equal("high leads", await leaders.LeadAsync(_cancellation));
        Assert.Equal("high leads you", leaders.Active.Lead());
        Assert.Same(leaders.Active, provider.Services.GetRequiredKeyedService<ILeader>("leader"));
    }

    [Fact]
    public async Task Active_ByConfiguration_IsCalled()
    {
        await using var provider = await StartAsync(configuration: ("dagstack:active:leader", "low"));
        Assert.Equal("low leads you", provider.Services.GetRequiredService<IPlugins<ILeader>>().Lead());
    }

    [Fact]
    public async Task Active_ByPolicy_GoesBeforeConfigurationAndIsAskedForEachCall()
    {
        await using var provider = await StartAsync(
            static o => o.ForKind("leader", static kind => kind.RoutingPolicy = static routing => routing.Metadata.GetValueOrDefault(CallMetadata.TenantId) as string),
            ("dagstack:active:leader", "low"));
        var leader = provider.Services.GetRequiredKeyedService<ILeader>("leader");
        Assert.Equal("low leads you", leader.Lead());
        using (CallMetadata.Begin(CallMetadata.TenantId, "high"))
        {
            Assert.Equal("high leads you", leader.Lead());
            Assert.Equal("high leads", await leader.LeadAsync(_cancellation));
        }

        var options = new PluginCallOptions { Metadata = new Dictionary<string, object?> { [CallMetadata.TenantId] = "high" } };
        Assert.Equal("high leads you", PluginCalls.With(leader, options).Lead());
        Assert.Equal("high leads you", provider.Services.GetRequiredService<IPlugins<ILeader>>().With(options).Lead());
    }

    [Fact]
    public async Task Active_PolicyNamesNoPlugin_ErrorHasNearNames()
    {
        await using var provider = await StartAsync(static o => o.ForKind("leader", static kind => kind.RoutingPolicy = static _ => "hihg"));
        var error = Assert.Throws<PluginNotFoundException>(() => provider.Services.GetRequiredKeyedService<ILeader>("leader").Lead());
        Assert.Contains("Did you mean 'high'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("the routing policy of the kind 'leader'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Active_PolicySeesThePluginsInTheirOrderAndTheHook()
    {
        PluginRouting? seen = null;
        await using var provider = await StartAsync(o => o.ForKind("leader", kind => kind.RoutingPolicy = routing =>
        {
            seen = routing;
            return routing.Plugins[^1].Id!.Value.Name;
        }));
        Assert.Equal("low leads you", provider.Services.GetRequiredKeyedService<ILeader>("leader").Lead());
        Assert.Equal(("leader", "Lead", 2), (seen!.Kind, seen.Hook.Name, seen.Plugins.Count));
    }

    [Fact]
    public async Task Active_TieWithAPolicy_StartsAndIsAmbiguousOnlyWhereThePolicyDoesNotChoose()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .Add("leader:a", new Leader("a")).Add("leader:b", new Leader("b"))
            .ForKind("leader", static kind => kind.RoutingPolicy = static routing => routing.Metadata.GetValueOrDefault("who") as string));
        var leader = provider.Services.GetRequiredKeyedService<ILeader>("leader");
        Assert.Throws<AmbiguousPluginException>(() => leader.Lead());
        using (CallMetadata.Begin("who", "b"))
        {
            Assert.Equal("b leads you", leader.Lead());
        }
    }

    [Fact]
    public async Task Active_TieOfAKindWithoutSingletonHooks_IsAmbiguousWhenCalled()
    {
        await using var provider = await Stages.StartAsync("a b");
        var error = Assert.Throws<AmbiguousPluginException>(() => Stages.Of(provider).Active.Handle("x"));
        Assert.Equal(["stage:a", "stage:b"], error.Candidates);
    }

    private static Task<TestProvider> StartAsync(Action<DagstackPluginOptions>? more = null, params (string Key, string Value)[] configuration) => TestProvider.StartAsync(
        o =>
        {
            o.Add(new PluginManifest { Id = new("leader", "low"), Priority = 1 }, new Leader("low"));
            o.Add(new PluginManifest { Id = new("leader", "high"), Priority = 2 }, new Leader("high"));
            more?.Invoke(o);
        },
        services: null,
        configuration);
}
