namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>Lets so many lines a second pass, and so many at once. Asking neither locks nor allocates.</summary>
internal sealed class LogBucket
{
    private readonly TimeProvider _time;
    private readonly long _line;
    private readonly long _burst;
    private long _full;

    public LogBucket(LogLimits limits, TimeProvider time)
    {
        _time = time;
        _line = Math.Max(1, time.TimestampFrequency / limits.PerSecond);
        _burst = _line * limits.Burst;
        _full = time.GetTimestamp();
    }

    /// <summary>Takes one line, if there is one left.</summary>
    public bool TryTake()
    {
        var now = _time.GetTimestamp();
        while (true)
        {
            // All there is to know is when the bucket would be full again: each line puts that off by its time.
            var full = Volatile.Read(ref _full);
            var next = Math.Max(full, now) + _line;
            if (next - now > _burst)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _full, next, full) == full)
            {
                return true;
            }
        }
    }
}
