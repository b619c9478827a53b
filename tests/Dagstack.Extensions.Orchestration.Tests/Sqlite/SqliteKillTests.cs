using System.Globalization;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqliteKillTests : IDisposable
{
    private const int Lives = 10;

    private readonly SqliteStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Kill_OfAProcessThatWrites_LosesNothingThatWasAcknowledged()
    {
        var (enqueued, started, saved, ended) = (new List<string[]>(), new List<string[]>(), new List<string[]>(), new List<string[]>());
        var random = new Random(20261130);
        for (var life = 0; life < Lives; life++)
        {
            using var process = await UnitFileProcess.WorkAsync(_stage.File, life);
            foreach (var words in (await process.KillAsync(afterEnds: random.Next(1, 40))).Select(static line => line.Split(' ')))
            {
                (words[0] switch { "enqueued" => enqueued, "started" => started, "saved" => saved, _ => ended }).Add(words);
            }

            Assert.Equal("ok", _stage.Execute("pragma integrity_check"));
        }

        await using var store = await _stage.OpenAsync();
        var units = await UnitsAsync(store);
        Assert.All(enqueued, words => Assert.Equal((words[2], words[3]), (units[words[1]].PartitionKey, units[words[1]].IdempotencyKey)));
        Assert.Equal(units.Count, units.Values.Select(static unit => unit.IdempotencyKey).Distinct().Count());
        Assert.All(started, words => Assert.NotEqual(UnitState.Queued, units[words[1]].State));
        Assert.All(ended, words => Assert.Equal((UnitState.Succeeded, "1"), (units[words[1]].State, units[words[1]].Output?.GetRawText())));
        foreach (var words in saved)
        {
            Assert.True(BitConverter.ToInt32((await store.LoadCheckpointAsync(words[1], "step", default))!.Value) >= int.Parse(words[2], CultureInfo.InvariantCulture));
        }

        await AssertOrderAndCountsAsync(store, units);
    }

    /// <summary>In each queue: what has ended is before what runs, and that before what waits.</summary>
    private static async Task AssertOrderAndCountsAsync(UnitStore store, Dictionary<string, UnitDetails> units)
    {
        foreach (var partition in units.Values.GroupBy(static unit => unit.PartitionKey))
        {
            var phases = partition.Reverse().Select(static unit => unit.State switch { UnitState.Succeeded => 0, UnitState.Running => 1, _ => 2 }).ToArray();
            Assert.Equal(phases.Order(), phases);
            Assert.True(phases.Count(static phase => phase == 1) <= 1);
        }

        var counts = Assert.Single(await store.CountAsync(default));
        Assert.Equal(
            (counts.Queued, counts.Running, counts.Succeeded),
            (Of(UnitState.Queued), Of(UnitState.Running), Of(UnitState.Succeeded)));

        long Of(UnitState state) => units.Values.LongCount(unit => unit.State == state);
    }

    private static async Task<Dictionary<string, UnitDetails>> UnitsAsync(UnitStore store)
    {
        var (units, after) = (new Dictionary<string, UnitDetails>(), (string?)null);
        do
        {
            var page = await store.ListAsync(new() { After = after, Limit = 1000 }, default);
            foreach (var unit in page.Units)
            {
                units.Add(unit.UnitId, unit);
            }

            after = page.Next;
        }
        while (after is not null);

        return units;
    }
}
