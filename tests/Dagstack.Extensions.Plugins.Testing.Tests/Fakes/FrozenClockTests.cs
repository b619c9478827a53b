namespace Dagstack.Extensions.Plugins.Testing.Tests.Fakes;

public sealed class FrozenClockTests
{
    [Fact]
    public void Now_NotMoved_StandsStill()
    {
        var clock = new FrozenClock();

        Assert.Equal(FrozenClock.DefaultStart, clock.Now);
        Assert.Equal(clock.Now, clock.GetUtcNow());
        Assert.Equal(0, clock.MonotonicNanoseconds);
        Assert.Equal(TimeZoneInfo.Utc, clock.LocalTimeZone);
    }

    [Fact]
    public void Advance_TimersDue_FireInOrderEachAtItsTime()
    {
        var clock = new FrozenClock();
        var fired = new List<(string, double)>();
        using var late = Timer("late", 3, Timeout.InfiniteTimeSpan);
        using var often = Timer("often", 1, TimeSpan.FromSeconds(2));
        using var never = Timer("never", 60, Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(4));

        // Of two that are due at once, the one that was set first.
        Assert.Equal([("often", 1), ("late", 3), ("often", 3)], fired);
        Assert.Equal(4, (clock.Now - FrozenClock.DefaultStart).TotalSeconds);
        Assert.Equal(4_000_000_000, clock.MonotonicNanoseconds);
        Assert.Equal(2, clock.ActiveTimers);

        ITimer Timer(string name, int due, TimeSpan period) =>
            clock.CreateTimer(_ => fired.Add((name, (clock.Now - FrozenClock.DefaultStart).TotalSeconds)), null, TimeSpan.FromSeconds(due), period);
    }

    [Fact]
    public async Task Advance_DelayOfTheClock_Completes()
    {
        var clock = new FrozenClock();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock, TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await delay;
    }

    [Fact]
    public void Advance_DisposedTimer_DoesNotFire()
    {
        var clock = new FrozenClock();
        var fired = false;
        clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.False(fired);
        Assert.Equal(0, clock.ActiveTimers);
    }

    [Fact]
    public void Advance_Backwards_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new FrozenClock().Advance(TimeSpan.FromSeconds(-1)));
}
