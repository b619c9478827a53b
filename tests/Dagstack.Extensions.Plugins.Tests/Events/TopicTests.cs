using System.Collections.Concurrent;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>Who gets which events.</summary>
public sealed class TopicTests
{
    [Theory]
    [InlineData("index.updated", "index.updated", true)]
    [InlineData("index.updated", "index.updated.late", false)]
    [InlineData("index.*", "index.updated", true)]
    [InlineData("index.*", "index.updated.late", true)]
    [InlineData("index.*", "index", false)]
    [InlineData("index.*", "indexes.updated", false)]
    [InlineData("index.updated.*", "index.updated.late", true)]
    [InlineData("index.updated.*", "index.removed.late", false)]
    [InlineData("*", "index", true)]
    [InlineData("*", "index.updated.late", true)]
    public async Task Publish_Topic_ReachesThoseWhoHaveSubscribedToIt(string subscribed, string published, bool isHeard)
    {
        await using var bus = new Bus();
        ConcurrentQueue<string> heard = [];
        ConcurrentQueue<string> last = [];
        await using var subscription = bus.Keep(subscribed, heard);
        await using var other = bus.Keep(published, last);
        bus.Events.Publish(published, "x");
        await Wait.UntilAsync(() => !last.IsEmpty);
        if (isHeard)
        {
            await Wait.UntilAsync(() => subscription.Handled == 1);
        }

        await subscription.DisposeAsync();
        Assert.Equal(isHeard ? ["x"] : [], heard);
        Assert.Equal(isHeard ? 1 : 0, subscription.Handled + subscription.Dropped + subscription.Failed);
        Assert.Equal(subscribed, subscription.Topic);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("index.")]
    [InlineData(".index")]
    [InlineData("index..updated")]
    [InlineData("Index")]
    [InlineData("index updated")]
    [InlineData("index/updated")]
    [InlineData("index.*.late")]
    [InlineData("*.index")]
    [InlineData("in*")]
    [InlineData("**")]
    [InlineData("index.**")]
    [InlineData(".*")]
    [InlineData("größe")]
    public async Task Topic_ThatIsNone_IsRefusedWithTheRule(string topic)
    {
        await using var bus = new Bus();
        var published = Assert.Throws<ArgumentException>(() => bus.Events.Publish(topic, 1));
        var subscribed = Assert.Throws<ArgumentException>(() => bus.Keep<int>(topic, []));
        Assert.All([published, subscribed], fault => Assert.Contains("parts of lower-case letters, digits, '_' and '-', with a single dot between two of them, of 256 characters at most, such as 'index.updated'", fault.Message, StringComparison.Ordinal));
        Assert.Contains("'index.*'", subscribed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_AtTheLimits_IsTakenOrRefused()
    {
        await using var bus = new Bus();
        var longest = new string('a', 256);
        bus.Events.Publish(longest, 1);
        bus.Keep<int>(longest + ".*", []).Dispose();
        var fault = Assert.Throws<ArgumentException>(() => bus.Events.Publish(longest + "a", 1));
        Assert.True(fault.Message.Length < 600);
        Assert.Throws<ArgumentException>(() => bus.Events.Publish("index.*", 1));
        Assert.Throws<ArgumentNullException>(() => bus.Events.Publish(null!, 1));
        Assert.Throws<ArgumentNullException>(() => bus.Events.Subscribe<int>("a", null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => bus.Keep<int>("a", [], capacity: 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Bus(static o => o.EventQueueCapacity = 0));
    }
}
