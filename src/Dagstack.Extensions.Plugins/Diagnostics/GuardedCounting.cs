using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>Counts where a fault of who listens to a meter must not end what is counted.</summary>
internal static class GuardedCounting
{
    /// <summary>Counts one. What a listener throws goes to the trace.</summary>
    public static void AddOne(this Counter<long> counter, in TagList tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception fault)
        {
            Trace.TraceError($"One of '{counter.Name}' may not have been counted, since a listener of the meter '{counter.Meter.Name}' threw {ExceptionText.Full(fault)}");
        }
    }
}
