using System.Diagnostics.Metrics;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>What is counted and measured of reloads. See docs/telemetry.md.</summary>
internal static class ReloadMeter
{
    public static readonly Counter<long> Reloads = PluginTelemetry.Meter.CreateCounter<long>("dagstack.plugin.reloads", "{reload}", "Reloads of plugins, by their outcome.");

    public static readonly Histogram<double> Duration = PluginTelemetry.Meter.CreateHistogram(
        "dagstack.plugin.reload.duration",
        "s",
        "How long it took until a new instance served.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public static readonly Counter<long> Unloads = PluginTelemetry.Meter.CreateCounter<long>(
        "dagstack.plugin.unloads",
        "{generation}",
        "Generations of plugins that ended, by whether their code left the process.");
}
