namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>How often it is looked: what takes longer is done less often, so that it takes a part of the time only, up to the longest pause.</summary>
/// <param name="time">The clock.</param>
/// <param name="shortest">The time between two looks at least.</param>
/// <param name="longest">The time between two looks at most, however long they take.</param>
/// <param name="share">How many times as long as a look the pause after it is.</param>
internal sealed class LookPace(TimeProvider time, TimeSpan shortest, TimeSpan longest, int share)
{
    private long? _last;
    private TimeSpan _pause;

    /// <summary>Whether it is time to look.</summary>
    public bool IsDue => Left == TimeSpan.Zero;

    /// <summary>How long it takes until it is time to look.</summary>
    public TimeSpan Left => _last is { } last && time.GetElapsedTime(last) is var passed && passed < _pause ? _pause - passed : TimeSpan.Zero;

    /// <summary>Notes that it was looked.</summary>
    /// <param name="began">When that began.</param>
    public void Note(long began)
    {
        var took = time.GetElapsedTime(began) * share;
        (_last, _pause) = (time.GetTimestamp(), took < shortest ? shortest : took > longest ? longest : took);
    }
}
