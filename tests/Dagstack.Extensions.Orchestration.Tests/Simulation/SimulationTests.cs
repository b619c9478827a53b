using Dagstack.Extensions.Orchestration.Tests.Killing;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Thousands of orders in which things may happen and go wrong, each of which is the same whenever it is run.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static bool IsLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";

    [Fact]
    public async Task Schedules_AccidentsAnywhere_KeepEveryGuarantee()
    {
        var results = await RunAsync(IsLong ? 10_000 : 500, SimBreak.None);

        output.WriteLine($"{results.Count} schedules, {results.Sum(static result => result.Steps):N0} steps, {TimeSpan.FromTicks(results.Sum(static result => result.Time.Ticks))} of their clocks");
        var counts = new[] { (FactKind.Loss, "kill"), (FactKind.Loss, "hang"), (FactKind.Loss, "stop"), (FactKind.Loss, "out"), (FactKind.Started, null), (FactKind.Saved, null), (FactKind.Failed, null), (FactKind.Interrupted, null), (FactKind.Refused, null), (FactKind.Cancelling, (string?)null), (FactKind.Final, "Succeeded"), (FactKind.Final, "Cancelled") }
            .Select(what => (What: what, Count: results.Sum(result => result.Count(what.Item1, what.Item2)))).ToList();
        output.WriteLine(string.Join(", ", counts.Select(static count => $"{count.What.Item1} {count.What.Item2}: {count.Count:N0}")));
        var wrong = results.Where(static result => result.Findings.Count > 0).OrderBy(static result => result.Steps).ToList();
        var kinds = wrong.SelectMany(static result => result.Findings.Select(static finding => finding.Kind).Distinct()).CountBy(static kind => kind);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {results.Count} schedules are wrong: {string.Join(", ", kinds)}\n{string.Join('\n', wrong.Take(5))}");

        // A simulation in which nothing of this happens shows nothing.
        Assert.All(counts, static count => Assert.True(count.Count > 0, $"{count.What} has never happened."));
    }

    [Theory]
    [InlineData(nameof(SimBreak.Fence), nameof(FindingKind.StaleWrite))]
    [InlineData(nameof(SimBreak.Keys), nameof(FindingKind.TwoUnits))]
    [InlineData(nameof(SimBreak.Order), nameof(FindingKind.Order))]
    [InlineData(nameof(SimBreak.Ends), nameof(FindingKind.RanTwice))]
    [InlineData(nameof(SimBreak.Checkpoints), nameof(FindingKind.Checkpoint))]
    public async Task Schedules_StoreIsBroken_FindThat(string broken, string expected)
    {
        var results = await RunAsync(1_000, Enum.Parse<SimBreak>(broken), Enum.Parse<FindingKind>(expected));

        var found = results.FirstOrDefault(result => result.Findings.Any(finding => finding.Kind.ToString() == expected));
        output.WriteLine($"Found after {results.Count} schedules: {found}");
        Assert.NotNull(found);
    }

    [Fact]
    public async Task Schedule_RunTwice_IsTheSame()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var (once, again) = (await RunAsync(new(seed)), await RunAsync(new(seed)));
            Assert.Equal(once.Facts, again.Facts);
        }
    }

    [Fact]
    public async Task Unit_ProcessDiesAtAnyStep_GivesWhatOnePassGives()
    {
        var dice = new Random(IsLong ? Environment.TickCount : 1);
        var deaths = 0;
        for (var trial = 0; trial < (IsLong ? 20 : 3); trial++)
        {
            var plan = new SimPlan(dice.Next(1_000_000)) { Only = new(Steps: dice.Next(1, 7), Failures: dice.Next(3), Beginning: dice.Next(1_000), IsDeaf: trial % 2 == 0) };
            var undisturbed = await RunAsync(plan);
            Assert.Empty(undisturbed.Findings);
            for (var step = 1; step < undisturbed.Steps; step++)
            {
                var result = await RunAsync(plan with { KillAt = step });
                Assert.True(result.Findings.Count == 0 && result.Count(FactKind.Final, "Succeeded") == 1, $"{plan} killed at {step}: {result}");
                deaths++;
            }
        }

        output.WriteLine($"{deaths} deaths");
    }

    /// <summary>A thread of the pool has no context that work could come back to.</summary>
    private static Task<SimResult> RunAsync(SimPlan plan) => Task.Run(() => Simulation.Run(plan));

    /// <summary>Runs schedules, or the one that the environment names.</summary>
    private async Task<IReadOnlyList<SimResult>> RunAsync(int count, SimBreak broken, FindingKind? wanted = null)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("DAGSTACK_SIMULATION_SEED"), out var only))
        {
            var result = await RunAsync(new SimPlan(only) { Broken = broken });
            output.WriteLine(string.Join('\n', result.Facts.Select(static fact => $"{TimeSpan.FromTicks(fact.At >> 20).TotalSeconds,10:F4} {fact}")));
            return [result];
        }

        var first = broken == SimBreak.None && IsLong ? Random.Shared.Next(100_000_000) : 1;
        var results = new SimResult?[count];
        var isFound = false;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
        {
            if (!Volatile.Read(ref isFound))
            {
                results[i] = await RunAsync(new SimPlan(first + i) { Broken = broken });
                if (results[i]!.Findings.Any(finding => finding.Kind == wanted))
                {
                    Volatile.Write(ref isFound, true);
                }
            }
        });
        return [.. results.OfType<SimResult>()];
    }
}
