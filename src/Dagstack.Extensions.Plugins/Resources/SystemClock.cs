namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The clock of an application: it follows a time provider.</summary>
/// <param name="time">What the host registered, or the system's.</param>
internal sealed class SystemClock(TimeProvider time) : Clock
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
