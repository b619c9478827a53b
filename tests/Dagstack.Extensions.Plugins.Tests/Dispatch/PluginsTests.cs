using Dagstack.Extensions.Plugins.Hosting;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>IPlugins of a kind: who serves, in which order, by name, and as it changes.</summary>
public sealed class PluginsTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serving_Plugins_ByPriorityThenName()
    {
        await using var provider = await Stages.StartAsync("b a c=7");
        var stages = Stages.Of(provider);
        Assert.Equal("stage", stages.Kind);
        Assert.Equal(["c: x", "a: x", "b: x"], stages.Select(static stage => stage.Handle("x")));
        Assert.Equal(["stage:c", "stage:a", "stage:b"], stages.Serving.Select(static stage => PluginCalls.IdOf(stage)!.ToString()));
        Assert.Same(stages["a"], provider.Services.GetRequiredKeyedService<IStage>("stage:a"));
    }

    [Fact]
    public async Task Serving_PluginLeavesAndComesBack_FollowsAndOldSnapshotsStay()
    {
        await using var provider = await Stages.StartAsync("a b");
        var stages = Stages.Of(provider);
        var before = stages.Serving;
        Assert.Equal(before, stages.Serving);
        await provider.Registry.TeardownPluginAsync(new("stage", "a"), _cancellation);
        Assert.Equal("stage:b", PluginCalls.IdOf(Assert.Single(stages))!.ToString());
        Assert.Equal(2, before.Length);
        Assert.Throws<PluginUnavailableException>(() => before[0].Handle("x"));
        await provider.Registry.SetupPluginAsync(new("stage", "a"), _cancellation);
        Assert.Equal(2, stages.Serving.Length);
    }

    [Fact]
    public async Task Serving_ChangeTokenFires_ShowsTheChangeAlready()
    {
        await using var provider = await Stages.StartAsync("a b");
        var stages = Stages.Of(provider);
        Assert.Equal(2, stages.Serving.Length);
        var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = provider.Registry.GetChangeToken().RegisterChangeCallback(_ => seen.TrySetResult(stages.Serving.Length), null);
        await provider.Registry.TeardownPluginAsync(new("stage", "a"), _cancellation);
        Assert.Equal(1, await seen.Task.WaitAsync(Limits.Patience, _cancellation));
    }

    [Fact]
    public async Task Serving_BeforeTheStart_IsEmptyAndNamesAreThere()
    {
        await using var provider = TestProvider.Build(static o => o.Add("stage:a", new Stage("a")));
        var stages = Stages.Of(provider);
        Assert.Empty(stages);
        Assert.Throws<PluginUnavailableException>(() => stages["a"].Handle("x"));
        await provider.Services.SetupPluginsAsync(_cancellation);
        Assert.Equal("a: x", stages["a"].Handle("x"));
        Assert.Single(stages);
    }

    [Fact]
    public async Task Serving_DegradedPlugin_IsThereAndIsCalled()
    {
        await using var provider = await Stages.StartAsync("a b");
        provider.Services.GetRequiredService<PluginHost>().Find(new("stage", "a"))!.Move(PluginState.Degraded, PluginErrorCodes.PluginUnavailable, "a cough");
        Assert.Equal(2, Stages.Of(provider).Serving.Length);
        Assert.Equal(["a: x", "b: x"], Stages.Of(provider).Describe("x"));
        Assert.Equal("a: x", Stages.Of(provider).For().Handle("x"));
    }

    [Fact]
    public async Task Indexer_UnknownName_ErrorHasNearNamesAndAll()
    {
        await using var provider = await Stages.StartAsync("alpha beta");
        var error = Assert.Throws<PluginNotFoundException>(() => Stages.Of(provider)["alhpa"]);
        Assert.Contains("Did you mean 'alpha'? Plugins of that kind: alpha, beta.", error.Message, StringComparison.Ordinal);
        Assert.False(Stages.Of(provider).TryGet("alhpa", out _));
        Assert.True(Stages.Of(provider).TryGet("beta", out var beta));
        Assert.Equal("beta: x", beta.Handle("x"));
    }

    [Fact]
    public async Task Resolve_InterfaceThatIsNoContract_SaysHowToMakeItOne()
    {
        await using var provider = await Stages.StartAsync("a");
        var error = Assert.Throws<InvalidOperationException>(() => provider.Services.GetRequiredService<IPlugins<IEventSink>>());
        Assert.Contains("Put [PluginKind(\"kind\")] on the interface", error.Message, StringComparison.Ordinal);
        Assert.Contains("stage (IStage)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_ByKindAsKey_IsThatKind()
    {
        await using var provider = await Stages.StartAsync("a");
        Assert.Single(provider.Services.GetRequiredKeyedService<IPlugins<IStage>>("stage"));
        Assert.Empty(provider.Services.GetRequiredKeyedService<IPlugins<IGreeter>>("greeter"));
    }

    [Fact]
    public async Task With_OptionsOverOptions_TheNearestWins()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("stage:a", new Stage("a") { OnHandle = static _ => string.Join(' ', CallMetadata.Current.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Key}={pair.Value}")) }));
        var outer = Stages.Of(provider).With(new() { Metadata = new Dictionary<string, object?> { ["a"] = 1, ["b"] = 1 } });
        var inner = outer.With(new() { Metadata = new Dictionary<string, object?> { ["b"] = 2 } });
        Assert.Equal("a=1 b=1", outer["a"].Handle("x"));
        Assert.Equal("a=1 b=2", inner["a"].Handle("x"));
        Assert.Equal("a=1 b=2", Assert.Single(inner).Handle("x"));
        Assert.Equal("a=1 b=2", inner.For().Handle("x"));
        Assert.Equal("a=1 b=2 c=3", PluginCalls.With(inner["a"], new() { Metadata = new Dictionary<string, object?> { ["c"] = 3 } }).Handle("x"));
        Assert.Equal(string.Empty, Stages.Of(provider)["a"].Handle("x"));
    }

    [Fact]
    public void With_SomethingElseThanAPlugin_SaysSo()
    {
        Assert.Contains("is not a plugin as the host hands it out", Assert.Throws<ArgumentException>(() => PluginCalls.With<IStage>(new Stage("a"), new())).Message, StringComparison.Ordinal);
        Assert.Null(PluginCalls.IdOf(new Stage("a")));
    }

    [Fact]
    public async Task Plugins_InjectedIntoAPlugin_AreThoseOfTheHost()
    {
        await using var provider = await TestProvider.StartAsync(static o =>
        {
            o.Add("stage:a", new Stage("a"));
            o.Add(new PluginManifest { Id = new("greeter", "all") }, static host => new AllStages(host.GetRequiredService<IPlugins<IStage>>()));
        });
        Assert.Equal("a: x", provider.Greeter("all").Greet("x"));
    }

    private sealed class AllStages(IPlugins<IStage> stages) : IGreeter
    {
        public string Greet(string name) => string.Join(' ', stages.Select(stage => stage.Handle(name)));
    }
}
