using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests;

public sealed class ClockTests
{
    [Theory]
    [InlineData(10_000_000, 15, 1_500)]
    [InlineData(1_000_000_000, 7, 7)]
    [InlineData(3, 1, 333_333_333)]
    [InlineData(1_000_000_000, long.MaxValue, long.MaxValue)]
    public void MonotonicNanoseconds_AnyFrequency_IsConverted(long frequency, long timestamp, long expected) =>
        Assert.Equal(expected, new Fixed(frequency, timestamp).MonotonicNanoseconds);

    [Fact]
    public void Now_IsTheTimeOfTheProvider() =>
        Assert.Equal(DateTimeOffset.UnixEpoch, new Fixed(1, 1).Now);

    private sealed class Fixed(long frequency, long timestamp) : Clock
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => timestamp;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
