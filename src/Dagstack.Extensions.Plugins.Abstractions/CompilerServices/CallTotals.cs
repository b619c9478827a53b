using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>What was counted of calls, of one instance or of several.</summary>
internal struct CallTotals
{
    public long Calls;
    public long Failures;
    public long Cancellations;

    /// <summary>How many were timed.</summary>
    public long Timed;

    /// <summary>How long these took together, by the clock of <see cref="Stopwatch"/>.</summary>
    public double Ticks;

    /// <summary>How long the longest took that was timed.</summary>
    public long Longest;

    public readonly PluginCallCounts ToCounts() => new()
    {
        Calls = Calls,
        Failures = Failures,
        Cancellations = Cancellations,
        Timed = Timed,
        MeanDuration = Timed == 0 ? null : TimeSpan.FromSeconds(Ticks / Timed / Stopwatch.Frequency),
        MaxDuration = Timed == 0 ? null : Stopwatch.GetElapsedTime(0, Longest),
    };
}
