namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>When a start was asked for.</summary>
/// <param name="Time">The clock of the host.</param>
/// <param name="At">The moment, in UTC.</param>
/// <param name="Timestamp">The same, to measure from.</param>
internal readonly record struct StartMoment(TimeProvider Time, DateTimeOffset At, long Timestamp)
{
    public static StartMoment Now(TimeProvider time) => new(time, time.GetUtcNow(), time.GetTimestamp());
}
