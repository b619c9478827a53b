using System.Collections.Concurrent;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>What handlers do, and what it does to others.</summary>
public sealed class HandlerTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_Throws_IsLoggedAndLosesThatEventAlone()
    {
        await using var bus = new Bus();
        ConcurrentQueue<int> other = [];
        await using var failing = bus.Events.Subscribe<int>("n", static (e, _) => e.Payload % 2 == 0 ? throw new InvalidOperationException($"even {e.Payload}") : default);
        await using var later = bus.Events.Subscribe<int>("n", static async (e, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException($"later {e.Payload}");
        });
        await using var kept = bus.Keep("n", other);
        for (var i = 0; i < 4; i++)
        {
            bus.Events.Publish("n", i);
        }

        await Wait.UntilAsync(() => failing.Handled == 2 && failing.Failed == 2 && later.Failed == 4 && kept.Handled == 4);
        Assert.Equal([0, 1, 2, 3], other);
        Assert.Equal(6, bus.Lines(81).Count);
        Assert.Contains(bus.Lines(81), static line => line.StartsWith("Error", StringComparison.Ordinal) && line.EndsWith("A handler of the application failed, and the event 'n' is lost for it: System.InvalidOperationException: even 2", StringComparison.Ordinal));
        Assert.Contains(bus.Lines(81), static line => line.EndsWith("later 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handlers_ThatBlockTheirThreads_HoldUpNobodyElse()
    {
        await using var bus = new Bus();
        using var gate = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 100).Select(_ => bus.Events.Subscribe<int>("n", (_, _) =>
        {
            gate.Wait(_cancellation);
            return default;
        })).ToList();
        ConcurrentQueue<int> heard = [];
        await using var quick = bus.Keep("n", heard);
        for (var i = 0; i < 50; i++)
        {
            bus.Events.Publish("n", i);
        }

        await Wait.UntilAsync(() => quick.Handled == 50);
        Assert.Equal(Enumerable.Range(0, 50), heard);
        Assert.All(blocked, static subscription => Assert.Equal(0, subscription.Handled));
        gate.Set();
        await Wait.UntilAsync(() => blocked.TrueForAll(static subscription => subscription.Handled == 50));
        Assert.Empty(bus.Lines(82));
    }

    [Fact]
    public async Task Handler_OfOneSubscription_RunsOnceAtATimeAndInOrder()
    {
        await using var bus = new Bus();
        ConcurrentQueue<int> heard = [];
        var inside = 0;
        await using var subscription = bus.Events.Subscribe<int>("n", async (e, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            if (e.Payload % 3 == 0)
            {
                await Task.Yield();
            }

            heard.Enqueue(e.Payload);
            Interlocked.Decrement(ref inside);
        });
        for (var i = 0; i < 500; i++)
        {
            bus.Events.Publish("n", i);
        }

        await Wait.UntilAsync(() => subscription.Handled + subscription.Failed == 500);
        Assert.Equal(Enumerable.Range(0, 500), heard);
    }

    [Fact]
    public async Task Handler_PublishesSubscribesAndDisposesItself_Works()
    {
        await using var bus = new Bus();
        ConcurrentQueue<string> heard = [];
        PluginSubscription? inner = null;
        PluginSubscription own = null!;
        var disposed = new TaskCompletionSource();
        own = bus.Events.Subscribe<string>("first", async (e, token) =>
        {
            inner ??= bus.Keep("second", heard);
            bus.Events.Publish("second", e.Payload + "!");
            bus.Events.Publish("first", "never");
            await own.DisposeAsync();
            Assert.True(token.IsCancellationRequested);
            disposed.SetResult();
        });
        bus.Events.Publish("first", "x");
        await disposed.Task.WaitAsync(Limits.Patience, _cancellation);
        await own.DisposeAsync();
        await Wait.UntilAsync(() => inner!.Handled == 1);
        Assert.Equal(["x!"], heard);
        Assert.Equal((1, 1, 0), (own.Handled, own.Dropped, own.Failed));
        await inner!.DisposeAsync();
    }

    [Fact]
    public async Task Handler_ThatIsCancelled_IsNoFaultToBeLogged()
    {
        await using var bus = new Bus();
        var begun = new TaskCompletionSource();
        var subscription = bus.Events.Subscribe<int>("n", async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        bus.Events.Publish("n", 1);
        bus.Events.Publish("n", 2);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        await subscription.DisposeAsync().AsTask().WaitAsync(Limits.Patience, _cancellation);
        Assert.Equal((0, 1, 1), (subscription.Handled, subscription.Dropped, subscription.Failed));
        Assert.Empty(bus.Lines(81));
    }

    [Fact]
    public async Task DisposeAsync_WhileTheHandlerRuns_WaitsForItAndDisposeDoesNot()
    {
        await using var bus = new Bus();
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var subscription = bus.Events.Subscribe<int>("n", async (_, _) =>
        {
            begun.SetResult();
            await go.Task;
        });
        bus.Events.Publish("n", 1);
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        subscription.Dispose();
        var first = subscription.DisposeAsync().AsTask();
        var second = subscription.DisposeAsync().AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);
        go.SetResult();
        await Task.WhenAll(first, second).WaitAsync(Limits.Patience, _cancellation);
        subscription.Dispose();
        Assert.Equal(1, subscription.Handled);
        bus.Events.Publish("n", 2);
        Assert.Equal(1, subscription.Handled + subscription.Dropped + subscription.Failed);
    }

    [Fact]
    public async Task Handler_RunsWithoutWhatIsAmbientWhereItWasPublished()
    {
        await using var bus = new Bus();
        ConcurrentQueue<bool> hasTenant = [];
        await using var subscription = bus.Events.Subscribe<int>("n", (_, _) =>
        {
            hasTenant.Enqueue(CallMetadata.Current.ContainsKey(CallMetadata.TenantId));
            return default;
        });
        using (CallMetadata.Begin(CallMetadata.TenantId, "t1"))
        {
            bus.Events.Publish("n", 1);
        }

        await Wait.UntilAsync(() => subscription.Handled == 1);
        Assert.Equal([false], hasTenant);
    }
}
