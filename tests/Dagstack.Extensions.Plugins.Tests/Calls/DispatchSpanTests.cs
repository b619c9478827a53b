using System.Collections.Concurrent;
using System.Diagnostics;
using Fixtures;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>The spans of calls of many plugins, and those of the single calls below them.</summary>
public sealed class DispatchSpanTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivitySource _source = new(nameof(DispatchSpanTests) + Guid.NewGuid().ToString("N"));
    private readonly ActivityListener _listener;

    public DispatchSpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Dagstack.Plugins" || source == _source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public static TheoryData<string, string> Calls => new()
    {
        { "describe", "broadcast_collect" },
        { "count", "broadcast_collect" },
        { "tell", "broadcast_notify" },
        { "tell_async", "broadcast_notify" },
        { "clean", "chain" },
        { "clean_async", "chain" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Spans_OfACallOfManyPlugins_AreBelowOne(string hook, string dispatch)
    {
        await using var provider = await Stages.StartAsync("a b c");
        var plugins = Stages.Of(provider);
        var trace = await TraceAsync(async () =>
        {
            using var scope = CallMetadata.Begin(CallMetadata.TenantId, "t1");
            await CallAsync(plugins, hook);
        });

        var above = Assert.Single(trace, static span => span.OperationName == "plugin.dispatch stage");
        Assert.Equal(
            ($"plugin.dispatch stage {hook}", "stage", dispatch, hook, 3, "t1"),
            (above.DisplayName, above.GetTagItem("plugin.kind"), above.GetTagItem("plugin.dispatch.class"), above.GetTagItem("plugin.hook"), above.GetTagItem("plugin.dispatch.plugins"), above.GetTagItem("plugin.metadata.tenant_id")));
        Assert.Equal([$"stage:a {hook}", $"stage:b {hook}", $"stage:c {hook}"], trace.Where(span => span.ParentSpanId == above.SpanId).Select(static span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.Null(above.GetTagItem("plugin.dispatch.failures"));
        Assert.Equal(ActivityStatusCode.Unset, above.Status);
    }

    [Fact]
    public async Task Spans_OfACallThatEndsWithAFailure_HaveTheError()
    {
        await using var provider = await StartAsync();
        var trace = await TraceAsync(() => Assert.ThrowsAsync<IOException>(() => Task.FromResult(Stages.Of(provider).Collect(static stage => stage.Describe("x")))));

        var above = Assert.Single(trace, static span => span.OperationName == "plugin.dispatch stage");
        Assert.Equal((ActivityStatusCode.Error, "no", "System.IO.IOException", 1), (above.Status, above.StatusDescription, above.GetTagItem("error.type"), above.GetTagItem("plugin.dispatch.failures")));
    }

    [Fact]
    public async Task Spans_OfACallThatGoesOn_CountThePluginsThatFailed()
    {
        await using var provider = await StartAsync();
        var trace = await TraceAsync(() =>
        {
            Assert.Single(Stages.Of(provider).With(new() { BestEffort = true, Metadata = new Dictionary<string, object?> { [CallMetadata.Actor] = "eve" } }).Collect(static stage => stage.Describe("x")).Errors);
            return Task.CompletedTask;
        });

        var above = Assert.Single(trace, static span => span.OperationName == "plugin.dispatch stage");
        Assert.Equal((ActivityStatusCode.Unset, 1, 2, "eve"), (above.Status, above.GetTagItem("plugin.dispatch.failures"), above.GetTagItem("plugin.dispatch.plugins"), above.GetTagItem("plugin.metadata.actor")));
    }

    [Fact]
    public async Task Spans_OfACallThatReachesNobody_SayWhichKind()
    {
        await using var provider = await Stages.StartAsync("a");
        await provider.Registry.TeardownAsync(_cancellation);
        var trace = await TraceAsync(() => Stages.Of(provider).NotifyAsync(static stage => stage.Tell("x"), _cancellation));

        var above = Assert.Single(trace, static span => span.OperationName == "plugin.dispatch stage");
        Assert.Equal(("plugin.dispatch stage", 0, null), (above.DisplayName, above.GetTagItem("plugin.dispatch.plugins"), above.GetTagItem("plugin.hook")));
    }

    [Fact]
    public async Task Spans_OfACallOfOnePlugin_HaveNoneAbove()
    {
        await using var provider = await Stages.StartAsync("a b");
        var trace = await TraceAsync(() =>
        {
            Stages.Of(provider).For(extension: ".txt").Handle("x");
            return Task.CompletedTask;
        });

        Assert.Equal(["stage:a handle"], trace.Select(static span => span.DisplayName));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    private static Task<TestProvider> StartAsync() => TestProvider.StartAsync(static o => o
        .Add(Stages.Manifest("bad", 1), new Stage("bad") { OnDescribe = static _ => throw new IOException("no") })
        .Add(Stages.Manifest("good"), new Stage("good")));

    /// <summary>Gets the spans of one piece of work; other tests make theirs at the same time.</summary>
    private async Task<IReadOnlyList<Activity>> TraceAsync(Func<Task> work)
    {
        using var root = _source.StartActivity("test")!;
        await work();
        Assert.Same(root, Activity.Current);
        return [.. _spans.Where(span => span.TraceId == root.TraceId)];
    }

    private Task CallAsync(IPlugins<IStage> plugins, string hook) => hook switch
    {
        "describe" => Task.FromResult(plugins.Collect(static stage => stage.Describe("x"))),
        "count" => plugins.CollectAsync(static (stage, token) => stage.CountAsync("x", 0, token), _cancellation),
        "tell" => plugins.NotifyAsync(static stage => stage.Tell("x"), _cancellation),
        "tell_async" => plugins.NotifyAsync(static (stage, token) => stage.TellAsync("x", token), _cancellation),
        "clean" => Task.FromResult(plugins.Chain("x", static (stage, text) => stage.Clean(text, "-"))),
        _ => plugins.ChainAsync("x", static (stage, text, token) => stage.CleanAsync(text, "-", token), _cancellation).AsTask(),
    };
}
