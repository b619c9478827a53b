namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>One at a time in a partition, in order, and once where nothing is lost.</summary>
internal static class OrderRules
{
    /// <summary>b is not started before a has completed, and a not any more once b has been.</summary>
    public static IEnumerable<Finding> Order(List<UnitStory> partition)
    {
        for (var i = 1; i < partition.Count; i++)
        {
            var (ahead, next) = (partition[i - 1], partition[i]);
            if (next.Runs.Count == 0)
            {
                continue;
            }

            var start = next.Runs[0].Start;
            var completed = ahead.AllRuns.Select(static run => run.Completed).OfType<Fact>().MinBy(static fact => fact.At);
            if (ahead.Final?.Detail == "Succeeded" && !(completed?.At < start.At))
            {
                yield return new(FindingKind.Order, $"The unit {next.Unit} was started before {ahead.Unit}, which is ahead of it, was complete.", completed is null ? [start] : [start, completed]);
            }
            else if (ahead.Runs.FirstOrDefault(run => run.Start.At > start.At) is { } late)
            {
                yield return new(FindingKind.Order, $"The unit {ahead.Unit} was started after {next.Unit}, which is behind it.", start, late.Start);
            }
        }
    }

    /// <summary>A run that has neither failed nor said that it was interrupted is followed by another only after a loss of its process or of the store.</summary>
    public static IEnumerable<Finding> RanTwice(Story story, UnitStory unit)
    {
        for (var i = 1; i < unit.Runs.Count; i++)
        {
            var (run, next) = (unit.Runs[i - 1], unit.Runs[i]);
            if (!(run.GivenUp?.At < next.Start.At) && !story.IsLostBetween(run.Node, run.Start.At, next.Start.At))
            {
                yield return new(FindingKind.RanTwice, $"The unit {unit.Unit} was run twice, and nothing was lost between.", run.Start, next.Start);
            }
        }
    }

    /// <summary>A run is interrupted only where its own process, or the store, was lost, stopped, or taken for dead, or where somebody has asked for the end of its unit.</summary>
    public static IEnumerable<Finding> Disturbed(Story story, UnitStory unit) =>
        from run in unit.AllRuns
        let interrupted = run.Interrupted
        where interrupted is not null && !(unit.Cancelling?.At < interrupted.At) && !story.IsLostBetween(run.Node, run.Start.At, interrupted.At)
        select new Finding(FindingKind.Disturbed, $"The run {run.Start.Run} was interrupted, and neither its process nor the store was lost.", run.Start, interrupted);
}
