using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Dagstack.Extensions.Orchestration.Diagnostics;

/// <summary>Counts and measures where a fault of who listens must not end what is counted, or have a unit run again.</summary>
internal static class GuardedMeasures
{
    /// <summary>Counts one. What a listener throws goes to the trace.</summary>
    public static void Count(this Counter<long> counter, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception fault)
        {
            Tell(counter, fault);
        }
    }

    /// <summary>Records a value. What a listener throws goes to the trace.</summary>
    public static void Measure<T>(this Histogram<T> histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception fault)
        {
            Tell(histogram, fault);
        }
    }

    private static void Tell(Instrument instrument, Exception fault) =>
        Trace.TraceError($"A measurement of '{instrument.Name}' may be missing, since a listener of the meter '{instrument.Meter.Name}' threw {ExceptionText.Full(fault)}");
}
