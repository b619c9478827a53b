using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Dagstack.Extensions.Orchestration.Diagnostics;

/// <summary>The numbers and traces of units of work.</summary>
internal static class UnitMeter
{
    public const string Name = "Dagstack.Orchestration";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Enqueued = Meter.CreateCounter<long>("dagstack.units.enqueued", "{unit}", "Units that were taken in, and those that were there already.");

    public static readonly Counter<long> Finished = Meter.CreateCounter<long>("dagstack.units.finished", "{unit}", "Units that have come to their end.");

    public static readonly Counter<long> Retried = Meter.CreateCounter<long>("dagstack.units.retried", "{run}", "Runs that have failed and are run again.");

    public static readonly Counter<long> Interrupted = Meter.CreateCounter<long>("dagstack.units.interrupted", "{run}", "Runs that were interrupted and are run again.");

    public static readonly Counter<long> Lost = Meter.CreateCounter<long>("dagstack.units.lost", "{run}", "Runs that a process has died with.");

    public static readonly Counter<long> Overdue = Meter.CreateCounter<long>("dagstack.units.overdue", "{run}", "Runs that last longer than three times what their plugin estimates.");

    public static readonly Counter<long> Fenced = Meter.CreateCounter<long>("dagstack.units.writes.fenced", "{write}", "Writes that were refused, since somebody else has the partition.");

    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("dagstack.units.batch.size", "{write}", "Writes that were made by one commit.");

    public static readonly Histogram<double> EnqueueDuration = Meter.CreateHistogram<double>("dagstack.units.enqueue.duration", "s", "How long it took until a unit was taken in.");

    public static readonly Histogram<double> RunDuration = Meter.CreateHistogram<double>("dagstack.units.run.duration", "s", "How long runs last.");

    public static readonly Histogram<double> QueueTime = Meter.CreateHistogram<double>("dagstack.units.queue.duration", "s", "How long units wait for their first start.");
}
