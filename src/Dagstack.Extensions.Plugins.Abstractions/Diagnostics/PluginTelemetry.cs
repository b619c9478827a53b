using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>The sources of spans and measurements, which all hosts of a process share. See docs/telemetry.md.</summary>
internal static class PluginTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Dagstack.Plugins";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "dagstack.plugin.call.duration",
        "s",
        "How long calls of hooks took.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("dagstack.plugin.calls", "{call}", "Calls of hooks.");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("dagstack.plugin.call.failures", "{call}", "Calls of hooks that ended by an exception.");

    public static readonly Counter<long> Reloads = Meter.CreateCounter<long>("dagstack.plugin.reloads", "{reload}", "Reloads of plugins, by their outcome.");

    public static readonly Histogram<double> ReloadDuration = Meter.CreateHistogram(
        "dagstack.plugin.reload.duration",
        "s",
        "How long it took until a new instance served.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static readonly Counter<long> Unloads = Meter.CreateCounter<long>("dagstack.plugin.unloads", "{generation}", "Generations of plugins that ended, by whether their code left the process.");

    /// <summary>Gets a value indicating whether anybody wants to know of calls.</summary>
    public static bool IsListening
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Source.HasListeners() || Duration.Enabled || Calls.Enabled || Failures.Enabled;
    }
}
