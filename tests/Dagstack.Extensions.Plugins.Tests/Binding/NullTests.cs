using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Dagstack.Extensions.Plugins.Binding;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Null where an object may be null, and values that nobody has set.</summary>
public sealed class NullTests
{
    private readonly record struct Point(int X, int Y);

    private sealed record Box(int Size);

    private sealed class Whole
    {
        public int Size { get; set; } = 7;
    }

    private sealed class Own
    {
        public Point? Point { get; set; } = new(1, 2);

        public Box? Box { get; set; } = new(3);

        public Box Firm { get; set; } = new(4);

        public Whole? Whole { get; set; }

        public ImmutableArray<string> Tags { get; set; }

        [Required]
        public ArraySegment<int> Parts { get; set; }
    }

    private sealed record Strict(Box Box);

    private sealed record Outer(Box? Box, Point? Point, int Size = 5);

    [Fact]
    public void Bind_NullForAStructureOrRecordThatMayBe_IsNull()
    {
        var value = Assert.IsType<Own>(Bind<Own>("""{ "Point": null, "Box": null, "Whole": {} }""").Value);
        Assert.Equal((null, null, 4, 7), (value.Point, value.Box, value.Firm.Size, value.Whole?.Size));
        Assert.Equal(new Outer(null, null), Bind<Outer>("""{ "Box": null, "Point": null }""").Value);
    }

    [Fact]
    public void Bind_ValuesForThem_AreBound()
    {
        var value = Assert.IsType<Own>(Bind<Own>("""{ "Point": { "X": 5, "Y": 6 }, "Box": { "Size": 9 } }""").Value);
        Assert.Equal((new Point(5, 6), 9), (value.Point, value.Box?.Size));
    }

    [Fact]
    public void Bind_NullForARecordThatMayNotBe_NamesWhatIsMissing() =>
        Assert.Contains("Box:size", Assert.Single(Bind<Strict>("""{ "Box": null }""").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Bind_NullForAnObjectThatIsThere_LeavesItAsItIs() => Assert.Equal(4, Assert.IsType<Own>(Bind<Own>("""{ "Firm": null }""").Value).Firm.Size);

    [Fact]
    public void Validate_CollectionThatIsAStructureAndUnset_IsPassedOver() => Assert.True(Bind<Own>("{}").IsValid);

    private static BindResult Bind<T>(string section) => Sources.FromJson($$"""{ "chunker": { "fixed-chunker": {{section}} } }""").Bind<T>();
}
