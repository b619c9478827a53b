using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Middleware is around every call of a plugin that its globs match, by priority, and can refuse, alter and repeat it.</summary>
public sealed class MiddlewareTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly EventLog _log = new();

    [Fact]
    public async Task Use_SeveralLayers_TheHighestPriorityIsOutside()
    {
        await using var provider = await StartAsync(o => o.Use(Logging("inner"), priority: 1000).Use(Logging("outer"), priority: 2000).Use(Logging("inmost"), priority: 1000));
        Assert.Equal("a: x", Stages.Of(provider)["a"].Handle("x"));
        Assert.Equal(["outer in", "inner in", "inmost in", "inmost out", "inner out", "outer out"], _log.Events);
    }

    [Fact]
    public async Task Use_EveryShapeAndClass_IsAroundEachCallOfAPlugin()
    {
        await using var provider = await StartAsync(
            o =>
            {
                o.Add("stage:b", new Stage("b"));
                o.Use((call, next) =>
                {
                    _log.Add($"{call.Plugin.Id.Name}.{call.Hook.WireName}");
                    return next(call);
                });
            });
        var stages = Stages.Of(provider);
        stages.Describe("x");
        await stages.CountAsync("x", cancellationToken: _cancellation);
        await stages.NameAsync(_cancellation);
        await stages.TellAsync("x", _cancellation);
        Assert.Equal("x-a-b", await stages.CleanAsync("x", "-", _cancellation));
        Assert.Equal(2, stages.Step(0));
        Assert.Equal(["x"], await stages.For(language: null).Split("x", _cancellation).ToListAsync(_cancellation));
        Assert.Equal(
            ["a.describe", "b.describe", "a.count", "b.count", "a.name", "b.name", "a.tell_async", "b.tell_async", "a.clean_async", "b.clean_async", "a.step", "b.step", "a.split"],
            _log.Events);
    }

    [Fact]
    public async Task Use_ArgumentsAndResult_CanBeChanged()
    {
        await using var provider = await StartAsync(o => o.Use(static async (call, next) =>
        {
            Assert.Equal("x", call["text"]);
            call["text"] = "y";
            return (string)(await next(call))! + "!";
        }));
        Assert.Equal("a: y!", Stages.Of(provider)["a"].Handle("x"));
    }

    [Fact]
    public async Task Use_NotCallingNext_RefusesTheCall()
    {
        await using var provider = await StartAsync(static o => o.Use(static (call, _) => call.Metadata.GetValueOrDefault(CallMetadata.Actor) is "guest" ? throw new UnauthorizedAccessException("no guests") : new("nobody was asked")));
        Assert.Equal("nobody was asked", Stages.Of(provider)["a"].Handle("x"));
        using (CallMetadata.Begin(CallMetadata.Actor, "guest"))
        {
            Assert.Throws<UnauthorizedAccessException>(() => Stages.Of(provider)["a"].Handle("x"));
        }
    }

    [Fact]
    public async Task Use_CallingNextAgain_RepeatsTheCall()
    {
        var attempts = 0;
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("stage:a", new Stage("a") { OnCount = _ => ++attempts < 3 ? throw new IOException("busy") : Task.FromResult(attempts) })
            .Use(static async (call, next) =>
            {
                for (var i = 0; ; i++)
                {
                    try
                    {
                        return await next(call);
                    }
                    catch (IOException) when (i < 5)
                    {
                    }
                }
            }));
        Assert.Equal([3], await Stages.Of(provider).CountAsync("x", cancellationToken: _cancellation));
    }

    [Fact]
    public async Task Use_Globs_ChooseKindsAndHooksByEitherName()
    {
        await using var provider = await StartAsync(o => o
            .Use(Logging("kind"), kinds: "gre*")
            .Use(Logging("hook"), hooks: "hand*")
            .Use(Logging("member"), hooks: "CleanAsync")
            .Use(Logging("other"), kinds: "stage", hooks: "nothing"));
        Stages.Of(provider)["a"].Handle("x");
        await Stages.Of(provider)["a"].CleanAsync("x", "-", _cancellation);
        Stages.Of(provider)["a"].Clean("x", "-");
        Assert.Equal(["hook in", "hook out", "member in", "member out"], _log.Events);
    }

    [Fact]
    public async Task UseMiddleware_Class_IsMadeOnceWithTheHostsServices()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("stage:a", new Stage("a")).UseMiddleware<Auditor>());
        Stages.Of(provider)["a"].Handle("x");
        Stages.Of(provider)["a"].Handle("y");
        Assert.Equal(["made", "audit handle", "audit handle"], provider.Events.Events);
    }

    [Fact]
    public async Task UseMiddleware_WrongResult_SaysWhoAndWhat()
    {
        await using var provider = await StartAsync(static o => o.Use(static (_, _) => new(7)));
        var error = Assert.Throws<InvalidOperationException>(() => Stages.Of(provider)["a"].Handle("x"));
        Assert.Equal("Middleware around the hook 'Handle' of the plugin 'stage:a' returned a System.Int32, where the hook returns System.String. Return what 'next' returned, or a value of that type.", error.Message);
    }

    [Fact]
    public async Task Call_UnknownParameterOrWrongType_SaysWhichThereAre()
    {
        PluginCallContext? seen = null;
        await using var provider = await StartAsync(o => o.Use((call, next) =>
        {
            seen = call;
            return next(call);
        }));
        Stages.Of(provider)["a"].Clean("x", "-");
        Assert.Contains("has no parameter 'txt'. It has: text, mark.", Assert.Throws<ArgumentException>(() => seen!["txt"]).Message, StringComparison.Ordinal);
        Assert.Contains("is a System.String, and cannot be a System.Int32", Assert.Throws<ArgumentException>(() => seen!["text"] = 1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugin_OfTheKindMiddleware_WrapsWhatItsManifestSaysWhileItServes()
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Add("stage:a", new Stage("a"));
            o.Add(new PluginManifest { Id = new("horizontal_middleware", "log"), Priority = 1500, ChainWrap = new() { Kinds = ["st*"], Hooks = ["handle", "count"] } }, new Layer(Logging("plugin")));
            o.Use(Logging("host"), priority: 1400);
        });
        Stages.Of(provider)["a"].Handle("x");
        Stages.Of(provider)["a"].Clean("x", "-");
        Assert.Equal(["plugin in", "host in", "host out", "plugin out", "host in", "host out"], _log.Events);

        await provider.Registry.TeardownPluginAsync(new("horizontal_middleware", "log"), _cancellation);
        Assert.Equal("a: x", Stages.Of(provider)["a"].Handle("x"));
        Assert.Equal("host out", _log.Events[^1]);
        Assert.Equal(8, _log.Events.Count);
    }

    [Fact]
    public async Task Use_CallThatEndsByAnException_ReachesTheCallerUnchanged()
    {
        var thrown = new InvalidOperationException("no");
        await using var provider = await TestProvider.StartAsync(o => o.Add("stage:a", new Stage("a") { OnHandle = _ => throw thrown }).Use(Logging("log")));
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Stages.Of(provider)["a"].Handle("x")));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(async () => await Stages.Of(provider)["a"].Split("x", _cancellation).ToListAsync(_cancellation)));
    }

    [Fact]
    public async Task Use_PluginThatDoesNotServe_MiddlewareSeesTheErrorOfTheCall()
    {
        await using var provider = await StartAsync(o => o.Use(static async (call, next) =>
        {
            try
            {
                return await next(call);
            }
            catch (PluginUnavailableException)
            {
                return "instead";
            }
        }));
        await provider.Registry.TeardownPluginAsync(new("stage", "a"), _cancellation);
        Assert.Equal("instead", Stages.Of(provider)["a"].Handle("x"));
    }

    private Func<PluginCallContext, PluginCallHandler, ValueTask<object?>> Logging(string name) => async (call, next) =>
    {
        _log.Add(name + " in");
        var result = await next(call);
        _log.Add(name + " out");
        return result;
    };

    private static Task<TestProvider> StartAsync(Action<DagstackPluginOptions> more) => TestProvider.StartAsync(o =>
    {
        o.Add("stage:a", new Stage("a"));
        more(o);
    });

    private sealed class Layer(Func<PluginCallContext, PluginCallHandler, ValueTask<object?>> invoke) : IPluginMiddleware
    {
        public ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next) => invoke(call, next);
    }

    private sealed class Auditor : IPluginMiddleware
    {
        private readonly IEventSink _sink;

        public Auditor(IEventSink sink)
        {
            _sink = sink;
            _sink.Add("made");
        }

        public ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next)
        {
            _sink.Add("audit " + call.Hook.WireName);
            return next(call);
        }
    }
}
