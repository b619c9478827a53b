using System.Collections.Concurrent;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests.Reload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>Events between load contexts: no object of a plugin leaves its own, and none keeps it in memory.</summary>
[Collection(nameof(Alone))]
public sealed class EventUnloadTests : IDisposable
{
    private const string Publisher = """
        public sealed record Note(string Text, int Number, Versioned Holder);

        private readonly PluginEvents _events;

        public Versioned(PluginEvents events) => _events = events;

        public Task<string> GreetAsync(string name, CancellationToken cancellationToken)
        {
            for (var i = 0; i < 100; i++)
            {
                _events.Publish("notes.own", new Note(name, i, null));
                _events.Publish("notes.shared", new KeyValuePair<string, int>(name, i));
                _events.Publish("notes.hidden", new List<object> { new Note(name, i, null) });
                _events.Publish("notes.code", (Func<string>)(() => name));
                _events.Publish("notes.type", typeof(Note));
            }

            return Task.FromResult("published");
        }
        """;

    private const string Subscriber = """
        public sealed record Heard(string Text, int Number);

        private int _sum;

        public Versioned(PluginEvents events)
        {
            events.Subscribe<Heard>("notes.own", (e, token) =>
            {
                _sum += e.Payload.Number;
                return default;
            });
            events.Subscribe<KeyValuePair<string, int>>("notes.shared", async (e, token) => await Task.Delay(-1, token));
            events.Subscribe<object>("*", async (e, token) =>
            {
                var mine = new Heard("", 0);
                events.Publish("heard", mine);
                await Task.Delay(-1, token);
            });
        }

        public Task<string> GreetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_sum.ToString());
        """;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Reload_WithEventsStillQueued_UnloadsPublisherAndSubscriber()
    {
        using var plugins = new ReloadablePlugins().Write("publisher", 1, members: Publisher).Write("subscriber", 1, members: Subscriber);
        await using var host = await StartAsync(plugins);
        var events = host.Services.GetRequiredService<PluginEvents>();
        var go = new TaskCompletionSource();
        ConcurrentQueue<(string Topic, object? Payload)> heard = [];
        await using var all = events.Subscribe<object>("notes.*", async (e, _) =>
        {
            await go.Task;
            heard.Enqueue((e.Topic, e.Payload));
        }, new() { Capacity = 2_000 });

        for (var version = 2; version <= 4; version++)
        {
            Assert.Equal("published", await host.Greeter("publisher").GreetAsync($"from {version - 1}", _cancellation));
            await Wait.UntilAsync(() => host.Greeter("subscriber").GreetAsync(string.Empty, _cancellation).Result == "4950");
            foreach (var (name, members) in new[] { ("publisher", Publisher), ("subscriber", Subscriber) })
            {
                plugins.Write(name, version, members: members);
                var reload = await host.Registry.ReloadAsync("greeter:" + name, _cancellation);
                Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (reload.Outcome, reload.Unload));
                Assert.Empty(reload.Hints);
            }
        }

        // What waits for the application has outlived the plugins that published it.
        go.SetResult();
        await Wait.UntilAsync(() => all.Handled + all.Failed + all.Dropped == 1500);
        Assert.Equal("""{"text":"from 1","number":0,"holder":null}""", Assert.IsType<JsonElement>(heard.First(static one => one.Topic == "notes.own").Payload).GetRawText());
        Assert.Equal(new KeyValuePair<string, int>("from 1", 0), heard.First(static one => one.Topic == "notes.shared").Payload);
        Assert.Equal("""[{"text":"from 1","number":0,"holder":null}]""", Assert.IsType<JsonElement>(heard.First(static one => one.Topic == "notes.hidden").Payload).GetRawText());
        Assert.DoesNotContain(heard, static one => one.Topic is "notes.code" or "notes.type");
        Assert.Equal(600, all.Failed);
        Assert.Contains(_logs.Lines, static line => line.Contains("[83] The event 'notes.type' of plugin greeter:publisher is lost for the application", StringComparison.Ordinal));
        Assert.Equal(3, _logs.Lines.Count(static line => line.Contains("[80] Plugin greeter:subscriber was torn down and had not disposed its subscriptions to *, notes.own, notes.shared", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reload_HandlerThatThrowsAndPayloadsThatCannotBeCarried_Unloads()
    {
        const string Throwing = """
            public sealed class OwnException : Exception
            {
            }

            public sealed record Strict(string Missing);

            public Versioned(PluginEvents events)
            {
                events.Subscribe<string>("n", (e, token) => throw new OwnException());
                events.Subscribe<Strict>("n", (e, token) => default);
            }
            """;
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Throwing);
        var kept = new KeptFaults();
        await using var host = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root), services => services.AddLogging(logging => logging.AddProvider(kept)));
        host.Services.GetRequiredService<PluginEvents>().Publish("n", "x");
        await Wait.UntilAsync(() => kept.Count == 2);
        plugins.Write("one", 2);
        var reload = await host.Registry.ReloadAsync("greeter:one", _cancellation);
        Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (reload.Outcome, reload.Unload));
        Assert.Contains("OwnException", kept.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_BothGenerationsHaveSubscribed_EachHearsUntilItEnds()
    {
        const string Members = """
            public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
            {
                var version = Greet("");
                context.Events.Subscribe<string>("ask", (e, token) =>
                {
                    context.Events.Publish("answer", version);
                    return default;
                });
                context.Events.Publish("set-up", version);
                WAIT
            }
            """;
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Members.Replace("WAIT", "return default;", StringComparison.Ordinal));
        await using var host = await StartAsync(plugins);
        var events = host.Services.GetRequiredService<PluginEvents>();
        ConcurrentQueue<string> heard = [];
        await using var answers = events.Subscribe<string>("answer", (e, _) =>
        {
            heard.Enqueue(e.Payload);
            return default;
        });
        events.Publish("ask", "x");
        await Wait.UntilAsync(() => answers.Handled == 1);

        // The new one has subscribed, and its setup waits until both have answered.
        using var file = new TempFolder();
        var gate = Path.Combine(file.Path, "go");
        plugins.Write("one", 2, members: Members.Replace("WAIT", $$"""
            return new(Task.Run(async () =>
            {
                while (!System.IO.File.Exists({{JsonSerializer.Serialize(gate)}}))
                {
                    await Task.Delay(5, cancellationToken);
                }
            }));
            """, StringComparison.Ordinal));
        var setUp = new TaskCompletionSource();
        await using var begun = events.Subscribe<string>("set-up", (_, _) =>
        {
            setUp.TrySetResult();
            return default;
        });
        var reloading = host.Registry.ReloadAsync("greeter:one", _cancellation);
        await setUp.Task.WaitAsync(Limits.Patience, _cancellation);
        events.Publish("ask", "both");
        await Wait.UntilAsync(() => answers.Handled == 3);
        await File.WriteAllTextAsync(gate, string.Empty, _cancellation);
        var reload = await reloading;
        Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (reload.Outcome, reload.Unload));
        events.Publish("ask", "the new one");
        await Wait.UntilAsync(() => answers.Handled == 4);
        Assert.Equal(["1", "1", "2", "2"], heard.Order(StringComparer.Ordinal));
        Assert.Equal("2", heard.Last());
    }

    private Task<TestProvider> StartAsync(ReloadablePlugins plugins) => TestProvider.StartAsync(
        o => o.AllowReload().Discover(plugins.Root),
        services => services.AddLogging(logging => logging.AddProvider(_logs)));

    /// <summary>A log that keeps the exceptions that it is given, as some do.</summary>
    private sealed class KeptFaults : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(string Text, Exception? Fault)> _kept = new();

        public int Count => _kept.Count(static one => one.Text.Contains("is lost for", StringComparison.Ordinal));

        public string Text => string.Join('\n', _kept.Select(static one => $"{one.Text} {one.Fault}"));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _kept.Enqueue((formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
