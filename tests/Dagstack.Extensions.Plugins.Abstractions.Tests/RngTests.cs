using System.Globalization;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests;

public sealed class RngTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-3, 3)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue + 1)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void NextInclusive_AnyInterval_ReachesBothEndsAndNothingElse(long low, long high)
    {
        // The lowest bits give the lowest result, and zero itself may be refused to avoid bias; all bits one give the highest.
        Assert.Equal(low, new Fixed(0UL, 1UL).NextInclusive(low, high));
        Assert.Equal(high, new Fixed(ulong.MaxValue).NextInclusive(low, high));
    }

    [Fact]
    public void NextInclusive_LowAboveHigh_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fixed(0UL).NextInclusive(1, 0));

    [Fact]
    public void NextInclusive_BiasedBits_AreDrawnAgain()
    {
        // Of 2^64 values one too many falls on the lowest third: zero is the one that is refused.
        var rng = new Fixed(0UL, ulong.MaxValue);
        Assert.Equal(2, rng.NextInclusive(0, 2));
        Assert.Equal(2, rng.Draws);
    }

    [Fact]
    public void NextInclusive_ManyDraws_AreUniform()
    {
        var rng = new Counter();
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[rng.NextInclusive(1, 6) - 1]++;
        }

        // Four standard deviations of a fair die.
        Assert.All(counts, static count => Assert.InRange(count, 10_000 - 366, 10_000 + 366));
    }

    [Fact]
    public void NextDouble_Extremes_AreFromZeroToJustBelowOne()
    {
        Assert.Equal(0d, new Fixed(0UL).NextDouble());
        Assert.Equal(Math.BitDecrement(1d), new Fixed(ulong.MaxValue).NextDouble());
        Assert.Equal(0f, new Fixed(0UL).NextSingle());
        Assert.Equal(MathF.BitDecrement(1f), new Fixed(ulong.MaxValue).NextSingle());
    }

    [Fact]
    public void NextUuid_AnyBits_IsVersion4WithTheRfcVariant()
    {
        Assert.Equal("00000000-0000-4000-8000-000000000000", new Fixed(0UL).NextUuid().ToString());
        Assert.Equal("ffffffff-ffff-4fff-bfff-ffffffffffff", new Fixed(ulong.MaxValue).NextUuid().ToString());
    }

    [Fact]
    public void Choice_Items_GivesOneOfThem()
    {
        Assert.Equal("a", new Fixed(1UL).Choice(["a", "b", "c"]));
        Assert.Equal("c", new Fixed(ulong.MaxValue).Choice(["a", "b", "c"]));
        Assert.Throws<ArgumentException>(() => new Fixed(0UL).Choice(Array.Empty<string>()));
        Assert.Throws<ArgumentNullException>(() => new Fixed(0UL).Choice<string>(null!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(21)]
    public void NextBytes_AnyLength_FillsIt(int length)
    {
        var bytes = new byte[length];
        new Fixed(ulong.MaxValue).NextBytes(bytes);
        Assert.All(bytes, static value => Assert.Equal(255, value));
    }

    [Fact]
    public void Next_MembersOfRandom_KeepItsRules()
    {
        var highest = new Fixed(ulong.MaxValue);
        Assert.Equal(int.MaxValue - 1, highest.Next());
        Assert.Equal(9, highest.Next(10));
        Assert.Equal(0, highest.Next(0));
        Assert.Equal(4, highest.Next(-5, 5));
        Assert.Equal(5, highest.Next(5, 5));
        Assert.Equal(long.MaxValue - 1, highest.NextInt64());
        Assert.Throws<ArgumentOutOfRangeException>(() => highest.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => highest.Next(1, 0));
        var shuffled = Enumerable.Range(0, 50).ToArray();
        new Counter().Shuffle(shuffled);
        Assert.Equal(Enumerable.Range(0, 50), shuffled.Order());
    }

    private sealed class Fixed(params ulong[] values) : Rng
    {
        public int Draws { get; private set; }

        public override ulong NextUInt64() => values[Math.Min(Draws++, values.Length - 1)];

        public override string ToString() => Draws.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>SplitMix64.</summary>
    private sealed class Counter : Rng
    {
        private ulong _state;

        public override ulong NextUInt64()
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
