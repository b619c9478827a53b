using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using static Dagstack.Extensions.Orchestration.Tests.Postgres.PostgresStage;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Processes that share partitions, here as several placements in one.</summary>
[Collection(nameof(PostgresTests))]
public sealed class LeasePlacementTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Claim_OfThree_SharesAndGivesEachPartitionOnce()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var nodes = new[] { await stage.JoinAsync(), await stage.JoinAsync(), await stage.JoinAsync() };
        await EnqueueAsync(nodes[0].Store, 90);

        // As they poll: each looks in its turn, until nothing is left.
        var leases = new List<UnitLease>[] { [], [], [] };
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (leases.Sum(static held => held.Count) < 90)
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                leases[i].AddRange(await ClaimAsync(nodes[i].Placement));
            }

            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(90, leases.SelectMany(static held => held).Select(static lease => lease.Partition).Distinct().Count());
        Assert.All(leases, static held => Assert.InRange(held.Count, 20, 40));
        Assert.All(nodes, static node => Assert.Equal(3, node.Placement.Nodes));
    }

    [Fact]
    public async Task Claim_OneHasNoRoom_OthersTakeAll()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (full, free) = (await stage.JoinAsync(), await stage.JoinAsync());
        await EnqueueAsync(full.Store, 40);
        var few = await ClaimAsync(full.Placement, limit: 2);

        var rest = await ClaimAsync(free.Placement, 38, waits: true);

        Assert.Equal((2, 38), (few.Count, rest.Count));
    }

    [Fact]
    public async Task Claim_Plugins_OnlyTheirs()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (store, placement) = await stage.JoinAsync();
        await EnqueueAsync(store, 1);

        Assert.Empty(await placement.ClaimAsync(["job:export"], new HashSet<string>(), 10, default));
        Assert.Single(await ClaimAsync(placement, 1, waits: true));
    }

    [Fact]
    public async Task Claim_PartitionWhoseRunHereHasNotEnded_IsLeftToOthers()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        await EnqueueAsync(one.Store, 1);
        var lease = (await ClaimAsync(one.Placement, 1, waits: true))[0];
        await one.Placement.ReleaseAsync([lease], default);

        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(await one.Placement.ClaimAsync(["job:import"], new HashSet<string> { lease.Partition }, 10, default));
            await Task.Delay(20);
        }

        Assert.Single(await ClaimAsync(other.Placement, 1, waits: true));
    }

    [Fact]
    public async Task Claim_PartitionWhoseRunHasEnded_IsTakenWithoutBeingNamedAgain()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (store, placement) = await stage.JoinAsync();
        await EnqueueAsync(store, 1);
        var lease = (await ClaimAsync(placement, 1, waits: true))[0];
        await placement.ReleaseAsync([lease], default);

        // The look at all that is open passes it over, since what ran has not ended.
        await Task.Delay(250);
        Assert.Empty(await placement.ClaimAsync(["job:import"], new HashSet<string> { lease.Partition }, 10, default));

        Assert.Equal(lease.Partition, Assert.Single(await ClaimByWakesAsync(placement, 1)).Partition);
    }

    [Fact]
    public async Task Enqueue_OneAfterTheOther_EachIsTakenByWakesAlone()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());

        for (var i = 0; i < 100; i++)
        {
            await EnqueueAsync(one.Store, 1, $"p{i}-");

            Assert.Equal($"k:p{i}-0", Assert.Single(await ClaimByWakesAsync(other.Placement, 1)).Partition);
        }
    }

    [Fact]
    public async Task Enqueue_WakesOthers()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        await ClaimAsync(other.Placement);
        var woken = new TaskCompletionSource();
        other.Placement.Woken += () => woken.TrySetResult();

        await EnqueueAsync(one.Store, 1);

        await woken.Task.WaitAsync(Limits.Patience);
        Assert.Single(await ClaimAsync(other.Placement, 1, waits: true));
    }

    [Fact]
    public async Task End_IsHeardByOthers()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        var heard = new ConcurrentQueue<UnitSignal>();
        other.Store.Signalled += heard.Enqueue;
        var unit = Assert.Single(await EnqueueAsync(one.Store, 1));
        var lease = Assert.Single(await ClaimAsync(one.Placement, 1, waits: true));

        await WriteAsync(one.Store, Start(lease, unit));
        await WriteAsync(one.Store, End(lease, unit));

        await Wait.UntilAsync(() => heard.Contains(new(UnitSignalKind.Ended, "k:p0", unit)));
    }

    [Fact]
    public async Task Release_OthersMayHaveIt_AndItsEpochIsNoMore()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        var unit = Assert.Single(await EnqueueAsync(one.Store, 1));
        var lease = Assert.Single(await ClaimAsync(one.Placement, 1, waits: true));

        await one.Placement.ReleaseAsync([lease], default);

        var next = Assert.Single(await ClaimAsync(other.Placement, 1, waits: true));
        Assert.True(next.Epoch > lease.Epoch);
        Assert.Equal(UnitWriteOutcome.Fenced, await WriteAsync(one.Store, Start(lease, unit)));
        Assert.Equal(UnitWriteOutcome.Applied, await WriteAsync(other.Store, Start(next, unit)));
    }

    [Fact]
    public async Task Leave_LeavesNothing_AndIsSaid()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        await EnqueueAsync(one.Store, 3);
        Assert.Equal(3, (await ClaimAsync(one.Placement, 3, waits: true)).Count);
        var woken = new TaskCompletionSource();
        other.Placement.Woken += () => woken.TrySetResult();

        await one.Placement.DisposeAsync();

        await woken.Task.WaitAsync(Limits.Patience);
        Assert.Equal(1L, await stage.AskAsync("select count(*) from {s}.node"));
        Assert.Equal(3, (await ClaimAsync(other.Placement, 3, waits: true)).Count);
        Assert.Equal(1, other.Placement.Nodes);
        await one.Placement.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ClaimAsync(one.Placement));
    }

    [Fact]
    public async Task Claim_AnswerWasLost_IsTakenAnew()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (store, placement) = await stage.JoinAsync();
        var unit = Assert.Single(await EnqueueAsync(store, 1));
        var lost = Assert.Single(await ClaimAsync(placement, 1, waits: true));

        // By its row it has the partition, and by its book it has not: as after a commit whose answer did not come.
        await placement.ReleaseAsync([lost], default);
        await stage.AskAsync($"insert into {{s}}.lease select queue, 'k:p0', 7, '{placement.Node}' from {{s}}.unit");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => placement.ClaimAsync([Plugin], new HashSet<string>(), 10, new CancellationToken(canceled: true)));
        await stage.AskAsync("alter table {s}.lease rename to gone");
        await Assert.ThrowsAsync<UnitStoreException>(async () =>
        {
            while (true)
            {
                await ClaimAsync(placement);
                await Task.Delay(20);
            }
        });
        await stage.AskAsync("alter table {s}.gone rename to lease");

        var lease = Assert.Single(await ClaimAsync(placement, 1, waits: true));
        Assert.NotEqual(7, lease.Epoch);
        Assert.Equal(UnitWriteOutcome.Applied, await WriteAsync(store, Start(lease, unit)));
    }

    [Fact]
    public async Task Session_IsCut_NothingIsTakenFromItWhileItComesBack()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        var lost = new ConcurrentQueue<UnitLease>();
        one.Placement.Lost += leases => leases.ToList().ForEach(lost.Enqueue);
        other.Placement.Lost += leases => leases.ToList().ForEach(lost.Enqueue);
        var units = await EnqueueAsync(one.Store, 4);
        var leases = await ClaimAsync(one.Placement, 4, waits: true);

        // All sessions of both, as a server does that has lost one of its processes.
        await stage.AskAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{stage.Options.Schema}'");
        for (var look = 0; look < 30; look++)
        {
            await ClaimAsync(other.Placement, 1, waits: false);
        }

        Assert.Empty(lost);
        foreach (var lease in leases)
        {
            var queue = Assert.Single(await one.Store.LoadAsync([lease], 1, default));
            Assert.Equal(UnitWriteOutcome.Applied, await WriteAsync(one.Store, Start(lease, Assert.Single(queue!.Units).UnitId)));
        }

        Assert.Equal(4, units.Length);
    }

    [Fact]
    public async Task Listening_IsCut_PollingFindsWhatIsThere_AndNewsComeAgain()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        var woken = 0;
        other.Placement.Woken += () => Interlocked.Increment(ref woken);
        await ClaimAsync(other.Placement);

        await stage.AskAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{stage.Options.Schema}' and query ilike 'listen%'");
        await EnqueueAsync(one.Store, 1);

        Assert.Single(await ClaimAsync(other.Placement, 1, waits: true));
        await Wait.UntilAsync(() => Volatile.Read(ref woken) > 0);
        var before = woken;
        await Wait.UntilAsync(() =>
        {
            EnqueueAsync(one.Store, 1, "q" + Guid.NewGuid().ToString("N")).Wait();
            ClaimAsync(other.Placement).Wait();
            return Volatile.Read(ref woken) > before + 1;
        });
    }

    [Fact]
    public async Task Schemas_OfOneDatabase_KnowNothingOfEachOther()
    {
        await using var stage = new PostgresStage(postgres.Server);
        await using var elsewhere = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await elsewhere.JoinAsync());
        await EnqueueAsync(one.Store, 2);
        await Task.WhenAll(one.Store.CountAsync(default), other.Store.CountAsync(default));

        Assert.Empty(await ClaimAsync(other.Placement));
        Assert.Empty(await other.Store.CountAsync(default));
        Assert.Equal(2, (await ClaimAsync(one.Placement, 2, waits: true)).Count);
        Assert.Equal((1, 1), (one.Placement.Nodes, other.Placement.Nodes));
    }

    [Fact]
    public async Task Unit_RunsWithoutKey_ManyOfThem_LeaveNoRowsAndNoLeases()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (store, placement) = await stage.JoinAsync();
        var units = Enumerable.Range(0, 100).Select(static _ => New(null)).ToArray();
        await store.WriteAsync(units, default);
        var leases = await ClaimAsync(placement, 100, waits: true);
        await store.WriteAsync([.. leases.Select(static lease => Start(lease, lease.Partition[2..]))], default);

        await store.WriteAsync([.. leases.Select(static lease => End(lease, lease.Partition[2..]))], default);

        Assert.Equal(0L, await stage.AskAsync("select count(*) from {s}.lease"));
        Assert.Equal(100, Assert.Single(await store.CountAsync(default)).Succeeded);
        Assert.Empty(await ClaimAsync(placement));
        Assert.Equal(UnitState.Succeeded, (await store.FindAsync(units[7].UnitId, default))!.State);
    }
}
