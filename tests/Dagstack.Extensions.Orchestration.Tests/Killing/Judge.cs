namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>Says which guarantees were not kept, from what processes, callers and the store have said.</summary>
internal static class Judge
{
    /// <summary>Judges.</summary>
    /// <param name="story">What was said.</param>
    /// <param name="expectedState">How a unit is to end, by its line in the store; all succeed by default.</param>
    public static IReadOnlyList<Finding> Of(Story story, Func<Fact, string>? expectedState = null) =>
    [
        .. Keys(story),
        .. story.Units.Values.SelectMany(static unit => EndRules.Missing(unit)),
        .. story.Units.Values.SelectMany(unit => EndRules.Ends(unit, expectedState ?? (static _ => "Succeeded"))),
        .. story.Partitions.Values.SelectMany(OrderRules.Order),
        .. story.Units.Values.SelectMany(unit => OrderRules.RanTwice(story, unit)),
        .. story.Units.Values.SelectMany(unit => OrderRules.Disturbed(story, unit)),
        .. story.Units.Values.SelectMany(WriteRules.Stale),
        .. story.Units.Values.SelectMany(WriteRules.Checkpoints),
    ];

    private static IEnumerable<Finding> Keys(Story story)
    {
        var named = story.Units.Values.SelectMany(static unit => unit.Enqueued.Append(unit.Final)).OfType<Fact>().Where(static fact => fact.Key.Length > 0).ToList();
        foreach (var key in named.GroupBy(static fact => fact.Key, StringComparer.Ordinal).Where(static key => key.Any(fact => fact.Unit != key.First().Unit)))
        {
            yield return new(FindingKind.TwoUnits, $"The key {key.Key} stands for more than one unit.", [.. key]);
        }

        foreach (var unit in named.GroupBy(static fact => fact.Unit, StringComparer.Ordinal).Where(static unit => unit.Any(fact => fact.Key != unit.First().Key)))
        {
            yield return new(FindingKind.TwoKeys, $"The unit {unit.Key} was given out for more than one key.", [.. unit]);
        }
    }
}
