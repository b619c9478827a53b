using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Metadata that a caller gives flows to middleware and to the plugin's context, and nowhere else.</summary>
public sealed class MetadataTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scope_CallsInside_SeeItAndThoseOutsideDoNot()
    {
        await using var provider = await StartAsync();
        var stage = Stages.Of(provider)["a"];
        Assert.Equal(string.Empty, stage.Handle("tenant_id"));
        using (CallMetadata.Begin(CallMetadata.TenantId, "t1"))
        {
            Assert.Equal("t1", stage.Handle("tenant_id"));
            using (CallMetadata.Begin(new Dictionary<string, object?> { [CallMetadata.TenantId] = "t2", [CallMetadata.Actor] = "me" }))
            {
                Assert.Equal("t2", stage.Handle("tenant_id"));
                Assert.Equal("me", stage.Handle("actor"));
            }

            Assert.Equal("t1", stage.Handle("tenant_id"));
            Assert.Equal(string.Empty, stage.Handle("actor"));
        }

        Assert.Equal(string.Empty, stage.Handle("tenant_id"));
        Assert.Empty(CallMetadata.Current);
    }

    [Fact]
    public async Task Scope_LeftOpenByAHook_EndsWithTheCall()
    {
        await using var provider = await TestProvider.StartAsync(o => o.Add("stage:a", new Stage("a")
        {
            OnHandle = static text =>
            {
                CallMetadata.Begin(CallMetadata.TenantId, text);
                return text;
            },
            OnCount = static _ =>
            {
                CallMetadata.Begin(CallMetadata.TenantId, "count");
                return Task.FromResult(1);
            },
            OnTell = static async (_, _) =>
            {
                CallMetadata.Begin(CallMetadata.TenantId, "tell");
                await Task.Yield();
            },
        }));
        var stage = Stages.Of(provider)["a"];
        stage.Handle("mine");
        Assert.Empty(CallMetadata.Current);
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "caller");
        stage.Handle("mine");
        Assert.Equal("caller", CallMetadata.Current[CallMetadata.TenantId]);
        await stage.CountAsync("x", cancellationToken: _cancellation);
        Assert.Equal("caller", CallMetadata.Current[CallMetadata.TenantId]);
        var telling = stage.TellAsync("x", _cancellation);
        Assert.Equal("caller", CallMetadata.Current[CallMetadata.TenantId]);
        await telling;
        Assert.Equal("caller", CallMetadata.Current[CallMetadata.TenantId]);
        PluginCalls.With(stage, new() { Timeout = TimeSpan.FromMinutes(1) }).Handle("mine");
        Assert.Equal("caller", CallMetadata.Current[CallMetadata.TenantId]);
    }

    [Fact]
    public async Task Options_OfOneCall_AreSeenInItAndNotByTheCaller()
    {
        await using var provider = await StartAsync();
        var stage = PluginCalls.With(Stages.Of(provider)["a"], new() { Metadata = new Dictionary<string, object?> { ["n"] = 1 } });
        Assert.Equal("1", stage.Handle("n"));
        Assert.Empty(CallMetadata.Current);
        Assert.Equal("n-1", await stage.CleanAsync("n", "-", _cancellation));
        Assert.Empty(CallMetadata.Current);
        await foreach (var part in stage.Split("n n", _cancellation))
        {
            Assert.Equal("1", part);
            Assert.Empty(CallMetadata.Current);
        }
    }

    [Fact]
    public async Task Scopes_OfManyCallers_DoNotMix()
    {
        await using var provider = await StartAsync();
        var stage = Stages.Of(provider)["a"];
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), _cancellation, async (i, _) =>
        {
            using var scope = CallMetadata.Begin("n", i);
            await Task.Yield();
            Assert.Equal($"n-{i}", await stage.CleanAsync("n", "-", CancellationToken.None));
        });
    }

    [Fact]
    public async Task Middleware_AndPluginContext_SeeIt()
    {
        object? seen = null;
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("stage:a", new Stage("a"))
            .Use((call, next) =>
            {
                seen = call.Metadata.GetValueOrDefault("n");
                return next(call);
            }));
        PluginCalls.With(Stages.Of(provider)["a"], new() { Metadata = new Dictionary<string, object?> { ["n"] = 7 } }).Handle("x");
        Assert.Equal(7, seen);
    }

    [Fact]
    public void Values_ThatCannotCrossAProcess_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(static () => CallMetadata.Begin("stream", Stream.Null));
        Assert.Contains("The metadata 'stream' is a System.IO.Stream+NullStream, which cannot cross a process.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => new PluginCallOptions { Metadata = new Dictionary<string, object?> { ["x"] = new object() } });
        using var scope = CallMetadata.Begin("all", new object?[] { null, "a", true, 1, 2.5, 3m, Guid.Empty, DateTimeOffset.UnixEpoch, new Dictionary<string, object?> { ["k"] = new[] { "v" } } });
        Assert.Single(CallMetadata.Current);
    }

    [Fact]
    public void Values_ChangedAfterwards_StayAsTheyWere()
    {
        var given = new Dictionary<string, object?> { ["n"] = 1 };
        using var scope = CallMetadata.Begin(given);
        given["n"] = 2;
        Assert.Equal(1, CallMetadata.Current["n"]);
    }

    private static Task<TestProvider> StartAsync()
    {
        static string Read(string key) => $"{CallMetadata.Current.GetValueOrDefault(key)}";
        return TestProvider.StartAsync(static o => o.Add("stage:a", new Stage("a") { OnHandle = Read, OnClean = static key => $"{key}-{Read(key)}" }));
    }
}
