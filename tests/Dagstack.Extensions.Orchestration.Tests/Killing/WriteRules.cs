namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>Who was taken for dead changes nothing, and a checkpoint never goes back.</summary>
internal static class WriteRules
{
    /// <summary>
    /// A run that had started before a write of another run was accepted is older than that run, or it is the one that was in force and the
    /// other was accepted wrongly. In either case one of the two was stale if the first has a write accepted that it asked for afterwards.
    /// </summary>
    public static IEnumerable<Finding> Stale(UnitStory unit) =>
        (from other in unit.Writes
         from write in unit.Writes
         where IsStale(write, other)
         select new Finding(FindingKind.StaleWrite, $"The run {write.Run.Start.Run} had a write accepted after one of {other.Run.Start.Run}, and had started before.", write.Run.Start, other.Begin, other.End!, write.Begin)).Take(1);

    public static IEnumerable<Finding> Checkpoints(UnitStory unit)
    {
        var saves = unit.AllRuns.SelectMany(static run => run.Saves()).ToList();
        foreach (var resumed in unit.AllRuns.Select(static run => run.Facts.Find(static fact => fact.Kind == FactKind.Resumed)).OfType<Fact>())
        {
            var start = unit.AllRuns.First(run => run.Start.Run == resumed.Run).Start;
            var before = saves.Where(save => save.End!.At < start.At).MaxBy(static save => save.End!.Number);
            if (before is not null && before.End!.Number > resumed.Number)
            {
                yield return new(FindingKind.Checkpoint, $"The run {resumed.Run} found {resumed.Number} steps done, after {before.End.Number} were saved.", before.End, start, resumed);
            }

            if (resumed.Number > 0 && !unit.AllRuns.Any(run => run.Facts.Exists(fact => fact.Kind == FactKind.Saving && fact.Number == resumed.Number && fact.At < resumed.At)))
            {
                yield return new(FindingKind.Checkpoint, $"The run {resumed.Run} found {resumed.Number} steps done, which nobody has saved.", resumed);
            }
        }

        foreach (var write in saves)
        {
            if (saves.Find(other => other.End!.At < write.Begin.At && other.End.Number > write.End!.Number && !IsStale(write, other)) is { } higher)
            {
                yield return new(FindingKind.Checkpoint, $"The run {write.Run.Start.Run} saved {write.End!.Number} steps after {higher.End!.Number} had been.", higher.End, write.Begin, write.End);
            }
        }
    }

    private static bool IsStale(AcceptedWrite write, AcceptedWrite other) =>
        write.Run != other.Run && write.Run.Start.At < other.Begin.At && other.End?.At < write.Begin.At;
}
