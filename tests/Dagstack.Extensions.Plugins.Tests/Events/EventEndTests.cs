using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>Events of plugins, and how they end with them and with the host.</summary>
public sealed class EventEndTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Host_IsDisposed_SubscriptionsEndAndPublishingDoesNothing()
    {
        var bus = new Bus();
        var events = bus.Events;
        var go = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var subscription = events.Subscribe<int>("n", async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        events.Publish("n", 1);
        events.Publish("n", 2);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        await bus.DisposeAsync();
        events.Publish("n", 3);
        await subscription.DisposeAsync().AsTask().WaitAsync(Limits.Patience, _cancellation);
        Assert.Equal((0, 1, 1), (subscription.Handled, subscription.Dropped, subscription.Failed));
        Assert.Throws<ObjectDisposedException>(() => events.Subscribe<int>("n", static (_, _) => default));
    }

    [Fact]
    public async Task Plugin_SubscribesAndPublishes_HostAndPluginHearEachOther()
    {
        ConcurrentQueue<string> heard = [];
        PluginEvents? own = null;
        await using var host = await StartAsync(new ContextTaker(context =>
        {
            own = context.Events;
            context.Events.Subscribe<string>("host.*", (e, _) =>
            {
                heard.Enqueue($"plugin: {e.Payload} of {e.Publisher?.ToString() ?? "host"}");
                context.Events.Publish("plugin.said", e.Payload + "!");
                return default;
            });
            return Task.CompletedTask;
        }));
        var events = host.Services.GetRequiredService<PluginEvents>();
        await using var subscription = events.Subscribe<string>("plugin.*", (e, _) =>
        {
            heard.Enqueue($"host: {e.Payload} of {e.Publisher}");
            return default;
        });
        Assert.NotSame(events, own);
        events.Publish("host.said", "hello");
        await Wait.UntilAsync(() => heard.Count == 2);
        Assert.Equal(["plugin: hello of host", "host: hello! of greeter:one"], heard);
    }

    [Fact]
    public async Task Teardown_Begins_HandlersHaveEndedAndWhatIsSaidInItIsHeard()
    {
        List<string> order = [];
        var begun = new TaskCompletionSource();
        PluginSubscription? mine = null;
        PluginEvents? own = null;
        var plugin = new EventPlugin
        {
            OnSetup = context =>
            {
                own = context.Events;
                mine = own.Subscribe<int>("n", async (_, token) =>
                {
                    begun.TrySetResult();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, token);
                    }
                    finally
                    {
                        order.Add("handler ended");
                    }
                });
                return default;
            },
            OnTeardown = async () =>
            {
                order.Add("teardown");
                var fault = Assert.Throws<ObjectDisposedException>(() => own!.Subscribe<int>("late", static (_, _) => default));
                Assert.Contains("'greeter:one' is being torn down and cannot subscribe to 'late' any more", fault.Message, StringComparison.Ordinal);
                own!.Publish("bye", "so long");
                await mine!.DisposeAsync();
            },
        };
        await using var host = await StartAsync(plugin);
        var events = host.Services.GetRequiredService<PluginEvents>();
        ConcurrentQueue<string> heard = [];
        await using var subscription = events.Subscribe<string>("bye", (e, _) =>
        {
            heard.Enqueue(e.Payload);
            return default;
        });
        events.Publish("n", 1);
        events.Publish("n", 2);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        var status = await host.Registry.TeardownPluginAsync("greeter:one", _cancellation);
        Assert.Equal((PluginState.Stopped, null), (status.State, status.Reason));
        Assert.Equal(["handler ended", "teardown"], order);
        Assert.Equal((0, 1, 1), (mine!.Handled, mine.Dropped, mine.Failed));
        await Wait.UntilAsync(() => !heard.IsEmpty);
        Assert.Equal(["so long"], heard);
        own!.Publish("bye", "from beyond");
        Assert.Equal(1, subscription.Handled + subscription.Dropped);
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("[80]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Teardown_ForgetsSubscriptions_TheyEndAndAreReported()
    {
        PluginSubscription[] forgotten = [];
        await using var host = await StartAsync(new EventPlugin
        {
            OnSetup = context =>
            {
                forgotten = [Hear("notes.*"), Hear("index.updated"), Hear("notes.*"), Hear("disposed")];
                forgotten[3].Dispose();
                return default;

                PluginSubscription Hear(string topic) => context.Events.Subscribe<int>(topic, static (_, _) => default);
            },
        });
        await host.Registry.TeardownPluginAsync("greeter:one", _cancellation);
        var line = Assert.Single(_logs.Lines, static line => line.Contains("[80]", StringComparison.Ordinal));
        Assert.StartsWith("Warning", line, StringComparison.Ordinal);
        Assert.Contains("Plugin greeter:one was torn down and had not disposed its subscriptions to index.updated, notes.*, which were ended for it.", line, StringComparison.Ordinal);
        host.Services.GetRequiredService<PluginEvents>().Publish("index.updated", 1);
        Assert.All(forgotten, static subscription => Assert.Equal(0, subscription.Handled + subscription.Dropped + subscription.Failed));
    }

    [Fact]
    public async Task Setup_Fails_ItsSubscriptionsEndWithoutBlame()
    {
        PluginSubscription? left = null;
        await using var host = await StartAsync(new EventPlugin
        {
            OnSetup = context =>
            {
                left = context.Events.Subscribe<int>("n", static (_, _) => default);
                throw new InvalidOperationException("no");
            },
        });
        Assert.Equal(PluginState.Unavailable, host.Status("greeter:one").State);
        host.Services.GetRequiredService<PluginEvents>().Publish("n", 1);
        await left!.DisposeAsync();
        Assert.Equal(0, left.Handled + left.Dropped + left.Failed);
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("[80]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handler_OutlastsTheTeardown_LeaksThePluginAndEndsTheStop()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var wasTornDown = false;
        await using var host = await StartAsync(
            new EventPlugin
            {
                OnSetup = context =>
                {
                    context.Events.Subscribe<int>("n", async (_, _) =>
                    {
                        begun.TrySetResult();
                        await go.Task;
                    });
                    return default;
                },
                OnTeardown = () =>
                {
                    wasTornDown = !go.Task.IsCompleted;
                    return default;
                },
            },
            teardown: TimeSpan.FromSeconds(1));
        host.Services.GetRequiredService<PluginEvents>().Publish("n", 1);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        var fault = await Assert.ThrowsAsync<TeardownErrorsException>(() => host.Registry.TeardownPluginAsync("greeter:one", _cancellation));
        Assert.Contains("a handler of the events n did not end within 1 s, and nothing was torn down under it.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Leaked, host.Status("greeter:one").State);
        Assert.False(wasTornDown);
        go.SetResult();
    }

    [Fact]
    public async Task Handler_HasDisposedItsSubscription_IsWaitedForAllTheSame()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isTornDown = false;
        await using var host = await StartAsync(
            new EventPlugin
            {
                OnSetup = context =>
                {
                    PluginSubscription? once = null;
                    once = context.Events.Subscribe<int>("n", async (_, _) =>
                    {
                        once!.Dispose();
                        begun.TrySetResult();
                        await go.Task;
                    });
                    return default;
                },
                OnTeardown = () =>
                {
                    isTornDown = true;
                    return default;
                },
            },
            teardown: TimeSpan.FromSeconds(1));
        host.Services.GetRequiredService<PluginEvents>().Publish("n", 1);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        var fault = await Assert.ThrowsAsync<TeardownErrorsException>(() => host.Registry.TeardownPluginAsync("greeter:one", _cancellation));
        Assert.Contains("a handler of the events n did not end within 1 s, and nothing was torn down under it.", fault.Message, StringComparison.Ordinal);
        Assert.False(isTornDown);
        go.SetResult();
        await Wait.UntilAsync(() => isTornDown);
    }

    [Fact]
    public async Task Plugin_IsLeakedWithACallInIt_HearsNothingAnyMore()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource<string>());
        PluginSubscription? mine = null;
        await using var host = await StartAsync(
            new EventPlugin
            {
                OnSetup = context =>
                {
                    mine = context.Events.Subscribe<int>("n", static (_, _) => default);
                    return default;
                },
                OnGreet = () =>
                {
                    begun.SetResult();
                    return go.Task;
                },
            },
            teardown: TimeSpan.FromSeconds(1));
        var call = host.Greeter("one").GreetAsync("x", _cancellation);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        await Assert.ThrowsAsync<TeardownErrorsException>(() => host.Registry.TeardownPluginAsync("greeter:one", _cancellation));
        Assert.Equal(PluginState.Leaked, host.Status("greeter:one").State);

        host.Services.GetRequiredService<PluginEvents>().Publish("n", 1);
        await mine!.DisposeAsync();
        Assert.Equal((0, 0, 0), (mine.Handled, mine.Dropped, mine.Failed));
        go.SetResult("late");
        Assert.Equal("late", await call);
    }

    private Task<TestProvider> StartAsync(object plugin, TimeSpan? teardown = null) => TestProvider.StartAsync(
        o => o.Add(new PluginManifest { Id = new("greeter", "one"), TeardownTimeout = teardown ?? TimeSpan.FromSeconds(15) }, plugin),
        services => services.AddLogging(logging => logging.AddProvider(_logs)));
}
