using System.Diagnostics.Metrics;
using Dagstack.Extensions.Orchestration.Diagnostics;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>The gauges of an engine.</summary>
internal sealed class UnitGauges : IDisposable
{
    private readonly Meter _meter = new(UnitMeter.Name);

    public UnitGauges(UnitEngine engine, UnitCountsCache counts)
    {
        _meter.CreateObservableGauge("dagstack.units.queued", () => counts.Get().Select(static of => new Measurement<long>(of.Queued, new KeyValuePair<string, object?>("plugin", of.Plugin.ToString()))), "{unit}", "Units that wait.");
        _meter.CreateObservableGauge("dagstack.units.oldest", () => AgeOf(engine, counts), "s", "How long the oldest unit waits.");
        _meter.CreateObservableGauge("dagstack.units.running", () => engine.RunningCount, "{unit}", "Units that this process runs.");
        _meter.CreateObservableGauge("dagstack.units.partitions", () => engine.PartitionCount, "{partition}", "Partitions that this process has.");
        _meter.CreateObservableGauge("dagstack.units.nodes", () => engine.Nodes, "{process}", "Processes that run units, as far as this one knows.");
    }

    public void Dispose() => _meter.Dispose();

    private static double AgeOf(UnitEngine engine, UnitCountsCache counts) =>
        counts.Get().Min(static of => of.OldestQueued) is { } oldest ? Math.Max(0, (engine.Parts.Time.GetUtcNow() - oldest).TotalSeconds) : 0;
}
