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

    public static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("dagstack.plugin.call.duration", "s", "How long calls of hooks took.");

    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("dagstack.plugin.calls", "{call}", "Calls of hooks.");

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>("dagstack.plugin.call.failures", "{call}", "Calls of hooks that ended by an exception.");

    /// <summary>Gets a value indicating whether anybody wants to know of calls.</summary>
    public static bool IsListening
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Source.HasListeners() || Duration.Enabled || Calls.Enabled || Failures.Enabled;
    }
}
