namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Times as they are stored: ticks of UTC.</summary>
internal static class SqliteTime
{
    /// <summary>Adds a span to a time; what is too late to be written is the last time there is.</summary>
    public static long Later(long time, TimeSpan span) => span.Ticks > DateTime.MaxValue.Ticks - time ? DateTime.MaxValue.Ticks : Math.Max(0, time + span.Ticks);

    /// <summary>Subtracts a span from a time; what is too early to be written is the first time there is.</summary>
    public static long Earlier(long time, TimeSpan span) => span.Ticks > time ? 0 : time - span.Ticks;

    /// <summary>Returns a time as people have it.</summary>
    public static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);
}
