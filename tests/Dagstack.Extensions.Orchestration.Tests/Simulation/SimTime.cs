namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>The clock of the world as a node sees it: its timers run on the node, and not while that stands still.</summary>
internal sealed class SimTime(SimNode node) : TimeProvider
{
    private static readonly DateTimeOffset s_beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => s_beginning + node.World.Now;

    public override long GetTimestamp() => node.World.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
