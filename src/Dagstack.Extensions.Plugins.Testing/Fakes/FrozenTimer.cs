namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>A timer of a <see cref="FrozenClock"/>. The clock guards its times.</summary>
internal sealed class FrozenTimer(FrozenClock clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;
    private volatile bool _isDisposed;

    /// <summary>Gets when it fires next; null for never.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>Gets its rank among timers that are due at one time.</summary>
    public long Sequence { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
        {
            return false;
        }

        clock.Set(this, dueTime, period);
        return true;
    }

    public void Schedule(DateTimeOffset? due, TimeSpan period, long sequence)
    {
        Due = due;
        _period = period;
        Sequence = sequence;
    }

    public void Repeat(long sequence) => Schedule(_period > TimeSpan.Zero ? Due + _period : null, _period, sequence);

    public void Fire()
    {
        if (!_isDisposed)
        {
            callback(state);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        clock.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
