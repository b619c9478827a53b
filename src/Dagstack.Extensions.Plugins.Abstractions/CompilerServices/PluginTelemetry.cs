using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>The sources of spans and measurements, which all hosts of a process share. See docs/telemetry.md.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PluginTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Dagstack.Plugins";

    /// <summary>Where spans come from.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Where measurements come from.</summary>
    public static readonly Meter Meter = new(Name);

    /// <summary>How long calls took.</summary>
    public static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "dagstack.plugin.call.duration",
        "s",
        "How long calls of hooks took.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    /// <summary>Counts calls.</summary>
    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("dagstack.plugin.calls", "{call}", "Calls of hooks.");

    /// <summary>Counts calls that failed.</summary>
    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("dagstack.plugin.call.failures", "{call}", "Calls of hooks that ended by an exception.");

    /// <summary>Gets a value indicating whether anybody wants to know of calls.</summary>
    public static bool IsListening
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Source.HasListeners() || Duration.Enabled || Calls.Enabled || Failures.Enabled;
    }
}
