using Dagstack.Extensions.Plugins.Testing.Fakes;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The resource <c>clock</c> for tests: time stands still until the test moves it on, and timers fire while it does.</summary>
/// <remarks>
/// Moving on fires timers one after another in the order that they are due, each at its own time, on the thread that moves the clock.
/// The local time zone is UTC. All members may be used by several threads. See §6 of the plugin contract.
/// </remarks>
public sealed class FrozenClock : Clock
{
    /// <summary>Gets where a clock stands that is not told otherwise: 2000-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<FrozenTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;
    private long _sequence;

    /// <summary>Creates a clock that stands at <see cref="DefaultStart"/>.</summary>
    public FrozenClock()
        : this(DefaultStart)
    {
    }

    /// <summary>Creates a clock.</summary>
    /// <param name="start">Where it stands.</param>
    public FrozenClock(DateTimeOffset start) => _start = _now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets how many timers would fire if the clock moved on far enough.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count(static timer => timer.Due is not null);
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FrozenTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, and fires the timers that become due.</summary>
    /// <param name="by">How far, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (Next(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves on to when the next timer is due, and fires it; does nothing if there is none.</summary>
    internal void AdvanceToNext()
    {
        DateTimeOffset? due;
        lock (_gate)
        {
            due = _timers.Min(static timer => timer.Due);
        }

        if (due is { } next && Next(next) is { } timer)
        {
            timer.Fire();
        }
    }

    internal void Set(FrozenTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Schedule(dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime, period, ++_sequence);
            if (timer.Due is not null)
            {
                _timers.Add(timer);
            }
        }
    }

    internal void Remove(FrozenTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>Takes the next timer that is due, and moves to its time; to the end if there is none.</summary>
    private FrozenTimer? Next(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).OrderBy(static timer => timer.Due).ThenBy(static timer => timer.Sequence).FirstOrDefault();
            _now = next?.Due is { } due ? (due > _now ? due : _now) : (end > _now ? end : _now);
            if (next is not null)
            {
                next.Repeat(++_sequence);
                if (next.Due is null)
                {
                    _timers.Remove(next);
                }
            }

            return next;
        }
    }
}
