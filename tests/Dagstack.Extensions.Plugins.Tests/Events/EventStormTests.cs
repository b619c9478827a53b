using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>Many events at once: nothing is lost for those who keep up, and everything else is counted.</summary>
[Collection(nameof(Alone))]
public sealed class EventStormTests(ITestOutputHelper output)
{
    private const int Publishers = 4;
    private const int Quick = 8;
    private const long MostHeld = 8 << 20;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private static bool IsLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";

    private sealed record Number(int Publisher, int Sequence);

    [Fact]
    public async Task Publish_AMillionTimes_LosesNothingForThoseWhoKeepUp()
    {
        var each = (IsLong ? 1_000_000 : 60_000) / Publishers;
        var all = each * Publishers;
        await using var bus = new Bus();
        var last = new int[Quick, Publishers];
        var isInOrder = true;
        var quick = Enumerable.Range(0, Quick).Select(index => bus.Events.Subscribe<Number>(index % 2 == 0 ? "storm.numbers" : "storm.*", (e, _) =>
        {
            var (publisher, sequence) = e.Payload;
            isInOrder &= last[index, publisher] + 1 == sequence;
            last[index, publisher] = sequence;
            return default;
        })).ToList();
        var failingLast = new int[Publishers];
        await using var failing = bus.Events.Subscribe<Number>("storm.numbers", (e, _) =>
        {
            failingLast[e.Payload.Publisher] = e.Payload.Sequence;
            return e.Payload.Sequence % 100 == 0 ? throw new InvalidOperationException("every hundredth") : default;
        });
        var slowOrder = new int[Publishers];
        await using var slow = bus.Events.Subscribe<Number>("storm.numbers", async (e, _) =>
        {
            isInOrder &= slowOrder[e.Payload.Publisher] < e.Payload.Sequence;
            slowOrder[e.Payload.Publisher] = e.Payload.Sequence;
            await Task.Delay(1, CancellationToken.None);
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // Each publisher waits for those who keep up, so that no more wait for one of them than its queue takes.
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(
            async () =>
            {
                for (var sequence = 1; sequence <= each; sequence++)
                {
                    bus.Events.Publish("storm.numbers", new Number(publisher, sequence));
                    if (sequence % 64 == 0)
                    {
                        var reached = sequence - 64;
                        while (Enumerable.Range(0, Quick).Any(index => Volatile.Read(ref last[index, publisher]) < reached) || Volatile.Read(ref failingLast[publisher]) < reached)
                        {
                            _cancellation.ThrowIfCancellationRequested();
                            await Task.Yield();
                        }
                    }
                }
            },
            _cancellation)));
        var more = await HeldSinceAsync(before);
        await Wait.UntilAsync(() => quick.TrueForAll(one => one.Handled == all) && failing.Handled + failing.Failed + failing.Dropped == all);
        await slow.DisposeAsync();

        output.WriteLine($"{all} events, slow: {slow.Handled} handled, {slow.Dropped} dropped, {slow.Failed} failed; {more / 1024} KiB more in memory at the end");
        Assert.True(isInOrder);
        Assert.All(quick, static one => Assert.Equal((0, 0), (one.Dropped, one.Failed)));
        Assert.Equal((all, 0), (failing.Handled + failing.Failed, failing.Dropped));
        Assert.Equal(all / 100, failing.Failed);
        Assert.Equal(all, slow.Handled + slow.Dropped + slow.Failed);
        Assert.True(slow.Dropped > all / 2, "The slow one was not slow.");
        Assert.True(more < MostHeld, $"{more} bytes more are held.");
    }

    [Fact]
    public async Task SubscribeDisposeAndPublish_FromManyThreads_CountEveryEvent()
    {
        var rounds = IsLong ? 20_000 : 1_500;
        await using var bus = new Bus(static o => o.EventQueueCapacity = 16);
        using var over = new CancellationTokenSource();
        var published = 0L;
        await using var whole = bus.Events.Subscribe<long>("churn.*", static (_, _) => default, new() { Capacity = int.MaxValue });
        var publishers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                bus.Events.Publish("churn.one", Interlocked.Increment(ref published));
                if (published % 512 == 0)
                {
                    await Task.Yield();
                }
            }
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(worker => Task.Run(
            async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    var last = 0L;
                    var isInOrder = true;
                    var running = 0;
                    var subscription = bus.Events.Subscribe<long>(round % 2 == 0 ? "churn.one" : "*", async (_, _) =>
                    {
                        isInOrder &= Interlocked.Increment(ref running) == 1;
                        last++;
                        if (worker == 0)
                        {
                            await Task.Yield();
                        }

                        Interlocked.Decrement(ref running);
                    });
                    if (round % 3 == 0)
                    {
                        await Task.Yield();
                    }

                    if (round % 5 == 0)
                    {
                        subscription.Dispose();
                    }

                    await subscription.DisposeAsync();
                    Assert.True(isInOrder);
                    Assert.Equal((last, 0), (subscription.Handled, subscription.Failed));
                }
            },
            _cancellation)));
        await over.CancelAsync();
        await Task.WhenAll(publishers);
        await Wait.UntilAsync(() => whole.Handled == published);
        Assert.Equal((0, 0), (whole.Dropped, whole.Failed));
        var alone = bus.Keep<long>("churn.one", []);
        bus.Events.Publish("churn.one", 0L);
        await Wait.UntilAsync(() => alone.Handled == 1);
    }

    [Fact]
    public async Task Dispose_InTheMiddleOfTheStorm_LeavesNoEventUncounted()
    {
        await using var bus = new Bus();
        for (var round = 0; round < (IsLong ? 2_000 : 100); round++)
        {
            var subscription = bus.Events.Subscribe<int>("n", static (_, _) => default, new() { Capacity = 8 });
            var begun = new TaskCompletionSource();
            var publishing = Task.Run(
                () =>
                {
                    var count = 0;
                    for (; count < 200; count++)
                    {
                        bus.Events.Publish("n", count);
                        if (count == 20)
                        {
                            begun.SetResult();
                        }
                    }
                },
                _cancellation);
            await begun.Task;
            await subscription.DisposeAsync();
            await publishing;
            var counted = subscription.Handled + subscription.Dropped + subscription.Failed;
            Assert.InRange(counted, 21, 200);
            Assert.Equal(0, subscription.Failed);
        }
    }

    /// <summary>Measures how much more is in memory than before. What is held stays; what the rest of the process is about to give up goes.</summary>
    private static async Task<long> HeldSinceAsync(long before)
    {
        var more = long.MaxValue;
        for (var tries = 0; tries < 20 && more >= MostHeld; tries++)
        {
            await Task.Delay(tries * 50);
            more = GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        return more;
    }
}
