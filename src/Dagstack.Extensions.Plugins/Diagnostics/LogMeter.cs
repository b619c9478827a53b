using System.Diagnostics.Metrics;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>What is counted of logs of plugins. See docs/telemetry.md.</summary>
internal static class LogMeter
{
    public static readonly Counter<long> Dropped = PluginTelemetry.Meter.CreateCounter<long>("dagstack.plugin.log.dropped", "{line}", "Lines of logs of plugins that were dropped, since there were too many.");
}
