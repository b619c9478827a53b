using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>What handlers get of what was published, within one load context.</summary>
public sealed class PayloadTests
{
    [JsonPolymorphic]
    [JsonDerivedType(typeof(Circle), "circle")]
    public abstract record Shape;

    public sealed record Circle(int Radius) : Shape;

    public sealed record Moved(string DocumentId, int Page, IReadOnlyList<string> Tags);

    public sealed record SeenMove(string DocumentId, long Page);

    public sealed record Strict(string DocumentId, string Missing);

    [Fact]
    public async Task Payload_OfTheHandlersType_IsTheSameObject()
    {
        await using var bus = new Bus();
        ConcurrentQueue<Moved> exact = [];
        ConcurrentQueue<object?> any = [];
        await using var one = bus.Keep("m", exact);
        await using var two = bus.Keep("m", any);
        var moved = new Moved("a", 1, ["x"]);
        bus.Events.Publish("m", moved);
        await Wait.UntilAsync(() => one.Handled + two.Handled == 2);
        Assert.Same(moved, Assert.Single(exact));
        Assert.Same(moved, Assert.Single(any));
    }

    [Fact]
    public async Task Payload_TooLargeToBeLookedAt_IsTheSameObjectForWhoHasPublishedIt()
    {
        await using var bus = new Bus();
        ConcurrentQueue<List<object>> heard = [];
        await using var subscription = bus.Keep("m", heard);
        List<object> many = [.. Enumerable.Range(0, 20_000)];
        bus.Events.Publish("m", many);
        await Wait.UntilAsync(() => subscription.Handled == 1);
        Assert.Same(many, Assert.Single(heard));
    }

    [Fact]
    public async Task Payload_OfAnotherType_IsCarriedByJson()
    {
        await using var bus = new Bus();
        ConcurrentQueue<SeenMove> heard = [];
        ConcurrentQueue<JsonElement> elements = [];
        ConcurrentQueue<long?> numbers = [];
        ConcurrentQueue<string?> texts = [];
        await using var one = bus.Keep("m", heard);
        await using var two = bus.Keep("m", elements);
        await using var three = bus.Keep("n", numbers);
        await using var four = bus.Keep("t", texts);
        bus.Events.Publish("m", new Moved("a", 7, ["x"]));
        bus.Events.Publish<int?>("n", 3);
        bus.Events.Publish<int?>("n", null);
        bus.Events.Publish<string?>("t", null);
        await Wait.UntilAsync(() => one.Handled == 1 && two.Handled == 1 && three.Handled == 2 && four.Handled == 1);
        Assert.Equal([new("a", 7)], heard);
        Assert.Equal("""{"document_id":"a","page":7,"tags":["x"]}""", Assert.Single(elements).GetRawText());
        Assert.Equal([3, null], numbers);
        Assert.Equal([null], texts);
    }

    [Fact]
    public async Task Payload_OfATypeThatSaysWhichThereAre_IsWrittenAsThat()
    {
        await using var bus = new Bus();
        ConcurrentQueue<JsonElement> heard = [];
        await using var subscription = bus.Keep("s", heard);
        bus.Events.Publish<Shape>("s", new Circle(2));
        bus.Events.Publish("s", new Circle(3));
        await Wait.UntilAsync(() => subscription.Handled == 2);
        Assert.Equal(["""{"$type":"circle","radius":2}""", """{"radius":3}"""], heard.Select(static element => element.GetRawText()));
    }

    [Fact]
    public async Task Payload_ThatTheHandlerCannotTake_IsLoggedCountedAndLost()
    {
        await using var bus = new Bus();
        ConcurrentQueue<Strict> strict = [];
        ConcurrentQueue<int> numbers = [];
        ConcurrentQueue<object?> all = [];
        await using var one = bus.Keep("m", strict);
        await using var two = bus.Keep("m", numbers);
        await using var three = bus.Keep("m", all);
        bus.Events.Publish("m", new Moved("a", 1, []));
        bus.Events.Publish<string?>("m", null);
        bus.Events.Publish("m", 5);
        await Wait.UntilAsync(() => one.Failed + one.Handled == 3 && two.Failed + two.Handled == 3 && three.Handled == 3);
        Assert.Equal((2, 1, 2, 1), (one.Failed, one.Handled, two.Failed, two.Handled));
        Assert.Equal([5], numbers);
        Assert.Contains(bus.Lines(83), static line => line.Contains("The event 'm' of the application is lost for the application, since its payload cannot be carried to a handler that takes Strict: ", StringComparison.Ordinal) && line.Contains("missing", StringComparison.Ordinal));
        Assert.Equal(4, bus.Lines(83).Count);
    }

    [Fact]
    public async Task Payload_ThatIsNoJson_IsLostWhereItWouldHaveToBe()
    {
        await using var bus = new Bus();
        ConcurrentQueue<object?> all = [];
        ConcurrentQueue<JsonElement> elements = [];
        await using var one = bus.Keep("m", all);
        await using var two = bus.Keep("m", elements);
        var (tuple, infinite) = ((1, 2), double.PositiveInfinity);
        bus.Events.Publish("m", tuple);
        bus.Events.Publish("m", infinite);
        bus.Events.Publish("m", 1.5);
        await Wait.UntilAsync(() => one.Handled == 3 && two.Failed == 2 && two.Handled == 1);
        Assert.Equal([tuple, infinite, 1.5], all);
        Assert.Equal(2, bus.Lines(83).Count);
    }

    [Fact]
    public async Task Publisher_OfTheApplication_IsNull()
    {
        await using var bus = new Bus();
        ConcurrentQueue<(string Topic, PluginId? Publisher)> heard = [];
        await using var subscription = bus.Events.Subscribe<int>("a.*", (e, _) =>
        {
            heard.Enqueue((e.Topic, e.Publisher));
            return default;
        });
        bus.Events.Publish("a.b", 1);
        await Wait.UntilAsync(() => subscription.Handled == 1);
        Assert.Equal([("a.b", null)], heard);
    }
}
