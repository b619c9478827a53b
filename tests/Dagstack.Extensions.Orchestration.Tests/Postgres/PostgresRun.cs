using System.Diagnostics;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Processes that run units of one schema, and what must be true of what they say.</summary>
internal sealed class PostgresRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PostgresStage _stage;
    private readonly List<string[]> _partitions = [];

    private PostgresRun(PostgresStage stage, List<UnitNodeProcess> nodes) => (_stage, Nodes) = (stage, nodes);

    public List<UnitNodeProcess> Nodes { get; }

    public static async Task<PostgresRun> StartAsync(PostgresStage stage, int nodes, TimeSpan unit)
    {
        await stage.OpenAsync();
        var processes = new List<UnitNodeProcess>();
        for (var i = 0; i < nodes; i++)
        {
            processes.Add(await UnitNodeProcess.StartAsync(stage, unit));
        }

        return new(stage, processes);
    }

    /// <summary>Tells whether the server answers again.</summary>
    public static bool IsOutOver(UnitStore store)
    {
        try
        {
            store.CountAsync(default).GetAwaiter().GetResult();
            return true;
        }
        catch (UnitStoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Takes units in: so many in each of so many partitions, one after the other in each.</summary>
    public async Task EnqueueAsync(int partitions, int units)
    {
        var store = await _stage.OpenAsync();
        var round = _partitions.Count;
        var added = Enumerable.Range(0, partitions).Select(number => Enumerable.Range(0, units).Select(_ => PostgresStage.New($"p{round}-{number}")).ToArray()).ToArray();
        for (var i = 0; i < units; i++)
        {
            await store.WriteAsync([.. added.Select(partition => partition[i])], default);
        }

        _partitions.AddRange(added.Select(static partition => partition.Select(static unit => unit.UnitId).ToArray()));
    }

    /// <summary>Waits until one of them runs something. Where the others have done all before, there is more to do.</summary>
    /// <param name="node">Which.</param>
    public async Task UntilBusyAsync(UnitNodeProcess node)
    {
        var limit = Stopwatch.StartNew();
        while (node.Count("started") <= node.Count("ended"))
        {
            Assert.True(limit.Elapsed < Patience, $"It gets nothing to do: {node.Errors}");
            await Task.Delay(20);
            if ((long)(await _stage.AskAsync("select count(*) from {s}.unit where state in (1, 2)"))! < Nodes.Count)
            {
                await EnqueueAsync(partitions: 24, units: 3);
            }
        }
    }

    /// <summary>Waits until all units have ended.</summary>
    public async Task UntilDoneAsync()
    {
        var all = (long)_partitions.Sum(static partition => partition.Length);
        var limit = Stopwatch.StartNew();
        while ((long)(await _stage.AskAsync("select count(*) from {s}.unit where state = 3"))! < all)
        {
            Assert.True(limit.Elapsed < Patience, $"Not all units have ended: {string.Join("; ", Nodes.Select(static node => $"{node.Count("started")} started, {node.Count("ended")} ended, {node.Errors}"))}");
            await Task.Delay(50);
        }

        // What they say comes a moment after what they have written.
        await UntilAsync(() => Ended().Distinct().LongCount() >= all - Nodes.Count * 64L, "they have said so");
        await Task.Delay(100);
    }

    /// <summary>Each unit has ended once, and in each partition none has begun before the one before it had ended.</summary>
    /// <param name="late">One that was held, and says what it has done later than it has done it: of it the times of the server count alone.</param>
    public async Task AssertOrderAndEndsAsync(UnitNodeProcess? late = null)
    {
        Assert.DoesNotContain(Ended().GroupBy(static unit => unit), static unit => unit.Count() > 1);
        Assert.Equal(0L, await _stage.AskAsync("select count(*) from (select started_at, lag(finished_at) over (partition by queue order by seq) as before from {s}.unit) u where started_at < before"));
        var starts = Nodes.Where(node => node != late).SelectMany(static node => node.Events).Where(static said => said.What == "started").ToLookup(static said => said.Whom, static said => said.At);
        foreach (var (before, after) in _partitions.SelectMany(static partition => partition.Zip(partition.Skip(1))))
        {
            Assert.True(starts[before].DefaultIfEmpty(long.MinValue).Max() < starts[after].DefaultIfEmpty(long.MaxValue).Min(), $"{after} was started before {before}, which was before it.");
        }
    }

    /// <summary>Some have lost nothing, and nothing that they wrote was refused.</summary>
    public static void AssertUndisturbed(params IEnumerable<UnitNodeProcess> nodes) => Assert.All(nodes, static node => Assert.Equal((0, 0), (node.Count("lost"), node.Count("fenced"))));

    /// <summary>The units that one has started, and has said no end of.</summary>
    public static List<string> Open(UnitNodeProcess node)
    {
        var ended = node.Events.Where(static said => said.What == "ended").Select(static said => said.Whom).ToHashSet();
        return [.. node.Events.Where(said => said.What == "started" && !ended.Contains(said.Whom)).Select(static said => said.Whom)];
    }

    /// <summary>What the others have said.</summary>
    public IEnumerable<NodeEvent> Others(UnitNodeProcess node) => Nodes.Where(other => other != node).SelectMany(static other => other.Events);

    public void Dispose() => Nodes.ForEach(static node => node.Dispose());

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < Patience, $"Not so after {Patience}: {what}.");
            await Task.Delay(20);
        }
    }

    private IEnumerable<string> Ended() => Nodes.SelectMany(static node => node.Events).Where(static said => said.What == "ended").Select(static said => said.Whom);
}
