using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>What nobody hears costs nothing.</summary>
[Collection(nameof(Alone))]
public sealed class EventAllocationTests
{
    private sealed record Moved(string Id);

    [Fact]
    public async Task Publish_WithoutSubscribers_AllocatesNothing()
    {
        await using var bus = new Bus();
        var (events, moved) = (bus.Events, new Moved("a"));
        Assert.Equal(0, BytesOf(() => Publish(events, moved)));

        // Others have subscribed, to topics and beginnings that these are not.
        using var topic = bus.Keep<Moved>("index.removed", []);
        using var beginning = bus.Keep<Moved>("document.*", []);
        Assert.Equal(0, BytesOf(() => Publish(events, moved)));
    }

    private static void Publish(PluginEvents events, Moved moved)
    {
        events.Publish("index.updated", moved);
        events.Publish("index.updated", 42L);
        events.Publish("index.updated.late", (1, 2));
    }

    private static long BytesOf(Action publish)
    {
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Run()
        {
            for (var i = 0; i < 1_000; i++)
            {
                publish();
            }
        }
    }
}
