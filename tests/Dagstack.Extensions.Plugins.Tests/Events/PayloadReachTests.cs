using Dagstack.Extensions.Plugins.Events;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>What may be handed over as it is, where all that is looked at is of one load context: what its shape says, and what is found in it.</summary>
public sealed class PayloadReachTests
{
    private sealed class Node
    {
        public Node? Next { get; set; }

        public object? Holds { get; set; }
    }

    private sealed class Row
    {
        public DateTime At { get; set; }

        public decimal Price { get; set; }

        public Guid Id { get; set; }

        public DayOfWeek? Day { get; set; }

        public int[] Numbers { get; set; } = [1];

        public object? More { get; set; }
    }

    private sealed record Flat(string Text, int[] Numbers, DateTimeOffset? Time, Guid Id);

    private sealed record Open(IReadOnlyList<string> Tags);

    public static TheoryData<string> Payloads => [.. s_payloads.Keys];

    private static readonly Dictionary<string, (Func<object?> Make, bool IsClosed)> s_payloads = new()
    {
        ["nothing"] = (static () => null, true),
        ["a text"] = (static () => "x", true),
        ["a number"] = (static () => 5, true),
        ["a record of plain values"] = (static () => new Flat("x", [1], DateTimeOffset.UnixEpoch, Guid.Empty), true),
        ["a record with a list"] = (static () => new Open(["a", "b"]), false),
        ["a dictionary"] = (static () => new Dictionary<string, object?> { ["a"] = 1, ["b"] = new Flat("x", [], null, Guid.Empty) }, false),
        ["a circle"] = (Circle, false),
        ["a delegate"] = (static () => (Func<string, int>)int.Parse, false),
        ["a type"] = (static () => typeof(string), false),
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Payload_OfSharedTypes_IsForEverybody(string name)
    {
        var (make, isClosed) = s_payloads[name];
        var payload = make();
        Assert.True(PayloadReach.Of(payload).IsFor(home: null, isOwn: false));
        Assert.Equal(isClosed, payload is null || TypeShape.Of(payload.GetType()).IsClosed);
    }

    [Fact]
    public void Payload_TooLargeToBeLookedAt_IsCarried()
    {
        Node? first = null;
        for (var i = 0; i < 9_999; i++)
        {
            first = new() { Next = first };
        }

        Assert.True(PayloadReach.Of(first).IsFor(home: null, isOwn: false));
        Assert.False(PayloadReach.Of(new Node { Next = new() { Next = first } }).IsFor(home: null, isOwn: false));
    }

    [Fact]
    public void Payload_TooLargeToBeLookedAt_IsHandedOverToWhoHasPublishedIt() =>
        Assert.True(PayloadReach.Of(Enumerable.Range(0, 20_000).Select(static _ => new Node()).ToList()).IsFor(home: null, isOwn: true));

    [Fact]
    public void Payload_OfManyRowsWithPlainValues_IsLookedAtByItsRowsAlone()
    {
        List<Row> rows = [.. Enumerable.Range(0, 9_990).Select(static _ => new Row())];
        Assert.True(PayloadReach.Of(rows).IsFor(home: null, isOwn: false));
    }

    private static Node Circle()
    {
        var first = new Node();
        first.Next = new() { Next = first, Holds = new object[] { first, "x", 1 } };
        return first;
    }
}
