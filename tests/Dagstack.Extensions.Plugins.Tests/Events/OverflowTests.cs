using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>What does not fit into a queue.</summary>
public sealed class OverflowTests
{
    [Theory]
    [InlineData(null, 1024)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public async Task Queue_IsFull_TheOldestAreDroppedAndCounted(int? capacity, int kept)
    {
        await using var bus = new Bus();
        await FillAsync(bus, capacity, kept);
    }

    [Fact]
    public async Task Queue_OfTheHostsSize_IsAsTheHostSays()
    {
        await using var bus = new Bus(static o => o.EventQueueCapacity = 5);
        await FillAsync(bus, capacity: null, 5);
        await FillAsync(bus, capacity: 7, 7);
    }

    [Fact]
    public async Task Dropped_Many_AreLoggedOfTheFirstTheTenthTheHundredth()
    {
        await using var bus = new Bus();
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var subscription = bus.Events.Subscribe<int>("n", async (_, _) =>
        {
            begun.TrySetResult();
            await go.Task;
        }, new() { Capacity = 2 });
        bus.Events.Publish("n", 0);
        await begun.Task;
        for (var i = 0; i < 2_000; i++)
        {
            bus.Events.Publish("n", i);
        }

        await Wait.UntilAsync(() => bus.Lines(82).Count == 4);
        Assert.Contains("The subscription of the application to 'n' has lost ", bus.Lines(82)[0], StringComparison.Ordinal);
        Assert.Contains("no more than 2 wait", bus.Lines(82)[0], StringComparison.Ordinal);
        Assert.Equal(1_998, subscription.Dropped);
        go.SetResult();
    }

    [Fact]
    public async Task Outcomes_OfEvents_AreMeasured()
    {
        var topic = "t" + Guid.NewGuid().ToString("N")[..12];
        var measured = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "dagstack.plugin.events")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var byName = tags.ToArray().ToDictionary();
            if (byName["plugin.event.topic"] is string measuredTopic && measuredTopic == topic)
            {
                measured.AddOrUpdate((string)byName["plugin.event.outcome"]!, value, (_, sum) => sum + value);
            }
        });
        listener.Start();
        await using var bus = new Bus();
        var go = new TaskCompletionSource();
        var subscription = bus.Events.Subscribe<int>(topic, async (e, _) =>
        {
            await go.Task;
            Assert.Equal(1, e.Payload);
        }, new() { Capacity = 2 });
        for (var i = 0; i < 5; i++)
        {
            bus.Events.Publish(topic, i % 2);
        }

        go.SetResult();
        await Wait.UntilAsync(() => subscription.Handled + subscription.Failed + subscription.Dropped == 5);
        await subscription.DisposeAsync();
        Assert.Equal((subscription.Handled, subscription.Dropped, subscription.Failed), (Of("handled"), Of("dropped"), Of("failed")));
        Assert.Equal(5, measured.Values.Sum());

        long Of(string outcome) => measured.GetValueOrDefault(outcome);
    }

    [Fact]
    public async Task MeterListener_Throws_NothingElseFailsForIt()
    {
        var topic = "t" + Guid.NewGuid().ToString("N")[..12];
        var thrown = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "dagstack.plugin.events")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.ToArray().ToDictionary()["plugin.event.topic"] is string measured && measured == topic)
            {
                Interlocked.Increment(ref thrown);
                throw new InvalidOperationException("no metrics today");
            }
        });
        listener.Start();
        await using var bus = new Bus();
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var subscription = bus.Events.Subscribe<int>(topic, async (e, _) =>
        {
            begun.TrySetResult();
            await go.Task;
            Assert.NotEqual(2, e.Payload);
        }, new() { Capacity = 2 });
        bus.Events.Publish(topic, 0);
        await begun.Task;
        for (var i = 1; i <= 3; i++)
        {
            bus.Events.Publish(topic, i);
        }

        go.SetResult();
        await Wait.UntilAsync(() => subscription.Handled + subscription.Failed == 3);
        Assert.Equal((2, 1, 1), (subscription.Handled, subscription.Dropped, subscription.Failed));
        Assert.Equal(4, Volatile.Read(ref thrown));
    }

    private static async Task FillAsync(Bus bus, int? capacity, int kept)
    {
        ConcurrentQueue<int> heard = [];
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var subscription = bus.Events.Subscribe<int>("n", async (e, _) =>
        {
            begun.TrySetResult();
            await go.Task;
            heard.Enqueue(e.Payload);
        }, capacity is null ? null : new() { Capacity = capacity });
        bus.Events.Publish("n", -1);
        await begun.Task;
        for (var i = 0; i < kept + 10; i++)
        {
            bus.Events.Publish("n", i);
        }

        Assert.Equal(10, subscription.Dropped);
        go.SetResult();
        await Wait.UntilAsync(() => subscription.Handled == kept + 1);
        Assert.Equal([-1, .. Enumerable.Range(10, kept)], heard);
        Assert.Equal((10, 0), (subscription.Dropped, subscription.Failed));
    }
}
