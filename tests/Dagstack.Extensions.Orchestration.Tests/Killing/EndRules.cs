namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>What is acknowledged exists, and ends once, as its run says.</summary>
internal static class EndRules
{
    public static IEnumerable<Finding> Missing(UnitStory unit)
    {
        if (unit is { Final: null, Enqueued: [var first, ..] })
        {
            yield return new(FindingKind.Missing, $"The unit {unit.Unit} was acknowledged and is not in the store.", first);
        }
    }

    public static IEnumerable<Finding> Ends(UnitStory unit, Func<Fact, string> expectedState)
    {
        var ends = unit.Seen.Append(unit.Final).OfType<Fact>().ToList();
        if (unit.Final is { Detail: "Queued" or "Running" } open)
        {
            yield return new(FindingKind.Open, $"The unit {unit.Unit} has not ended.", open);
            ends.Remove(open);
        }
        else if (unit.Final is { } final && final.Detail != expectedState(final))
        {
            yield return new(FindingKind.EndedOtherwise, $"The unit {unit.Unit} is {final.Detail}, and was to be {expectedState(final)}.", [final, .. unit.AllRuns.Select(static run => run.Start)]);
        }
        else if (unit.Final is { Detail: "Succeeded" } done && !unit.AllRuns.Any(run => run.Start.Run == done.Run && run.Completed is not null))
        {
            yield return new(FindingKind.EndedOtherwise, $"The unit {unit.Unit} has ended by the run '{done.Run}', which has not completed.", [done, .. unit.AllRuns.Select(static run => run.Start)]);
        }

        if (ends.Find(end => end.Detail != ends[0].Detail || end.Run != ends[0].Run) is { } other)
        {
            yield return new(FindingKind.EndedTwice, $"The unit {unit.Unit} has ended in two ways.", ends[0], other);
        }
    }
}
