using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>What one plugin may log. What is more is dropped, counted, and said once for each window.</summary>
/// <remarks>Errors have lines of their own, which nothing else takes from them, and what is critical is never dropped.</remarks>
internal sealed class LogAllowance(PluginId plugin, LogLimits limits, TimeProvider time)
{
    /// <summary>How long drops are counted before they are said.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Here, so that the instrument is there with the first plugin, at zero.
    private readonly Counter<long> _counter = LogMeter.Dropped;
    private readonly LogBucket _lines = new(limits, time);
    private readonly LogBucket _errors = new(limits, time);
    private ITimer? _timer;
    private volatile ILogger? _logger;
    private long _dropped;
    private int _isWaiting;

    /// <summary>Sets where drops are said: the log of the instance that was made last.</summary>
    public ILogger Logger
    {
        set => _logger = value;
    }

    /// <summary>Tells whether a line may be written, and counts it as dropped if not.</summary>
    public bool Take(LogLevel level)
    {
        if (level == LogLevel.Critical || (level >= LogLevel.Error ? _errors : _lines).TryTake())
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        _counter.AddOne(new TagList { { TelemetryTags.Kind, plugin.Kind }, { TelemetryTags.Name, plugin.Name } });
        SayLater();
        return false;
    }

    /// <summary>Says now what was dropped, since the plugin ends. A log that blocks is not waited for.</summary>
    public async ValueTask EndAsync()
    {
        if (Volatile.Read(ref _dropped) > 0)
        {
            await Task.Run(Say).WaitAsync(s_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void SayLater()
    {
        if (Volatile.Read(ref _isWaiting) != 0 || Interlocked.Exchange(ref _isWaiting, 1) != 0)
        {
            return;
        }

        if (_timer is not null)
        {
            _timer.Change(Window, Timeout.InfiniteTimeSpan);
            return;
        }

        // The timer would keep what flows with the call that is too much, which may be a plugin's.
        var flows = !ExecutionContext.IsFlowSuppressed();
        if (flows)
        {
            ExecutionContext.SuppressFlow();
        }

        try
        {
            _timer = time.CreateTimer(static allowance => ((LogAllowance)allowance!).SayAgain(), this, Window, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            if (flows)
            {
                ExecutionContext.RestoreFlow();
            }
        }
    }

    private void SayAgain()
    {
        // A log that blocks holds up this one thread: until it is back, drops are only counted.
        Say();
        Volatile.Write(ref _isWaiting, 0);
        if (Volatile.Read(ref _dropped) > 0)
        {
            SayLater();
        }
    }

    private void Say()
    {
        var dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _logger?.LogLinesDropped(dropped, limits.PerSecond, limits.Burst);
        }
    }
}
