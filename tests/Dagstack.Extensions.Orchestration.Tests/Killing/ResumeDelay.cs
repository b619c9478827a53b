namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>How long it took until what ran in a process ran again after its loss. Suspects are left out: they wait for each other, since one of them runs at a time.</summary>
internal sealed record ResumeDelay(Fact Loss, int Count, long Median, long Worst)
{
    /// <summary>One for each process that was killed or stood still while something ran in it.</summary>
    public static IEnumerable<ResumeDelay> Of(Story story)
    {
        foreach (var loss in story.Losses.Where(static loss => loss.Node != Fact.Store))
        {
            var delays = story.Units.Values.Select(unit => Delay(unit, loss)).OfType<long>().Order().ToList();
            if (delays.Count > 0)
            {
                yield return new(loss, delays.Count, delays[delays.Count / 2], delays[^1]);
            }
        }
    }

    public override string ToString() => FormattableString.Invariant($"{Loss.Detail} {Loss.Node}: {Count} resumed, p50 {Seconds(Median):F2} s, worst {Seconds(Worst):F2} s");

    public static double Seconds(long ticks) => (double)ticks / System.Diagnostics.Stopwatch.Frequency;

    private const int SuspectFrom = 4;

    private static long? Delay(UnitStory unit, Fact loss) =>
        unit.AllRuns.Count(run => run.Start.At < loss.At) < SuspectFrom && unit.Runs.LastOrDefault(run => run.Start.At < loss.At) is { } run && run.Node == loss.Node && run.IsOpenAt(loss.At) && unit.Runs.FirstOrDefault(next => next.Start.At > loss.At) is { } next
            ? next.Start.At - loss.At
            : null;
}
