using Dagstack.Extensions.Orchestration.PostgreSql.Leases;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Microsoft.Extensions.Time.Testing;
using static Dagstack.Extensions.Orchestration.Tests.Postgres.PostgresStage;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>The look at what processes had that have died.</summary>
[Collection(nameof(PostgresTests))]
public sealed class NodeClaimTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Orphans_AreTakenByShares_AndNothingElseIs()
    {
        await using var stage = new PostgresStage(postgres.Server);
        var (one, other) = (await stage.JoinAsync(), await stage.JoinAsync());
        await EnqueueAsync(one.Store, 12);
        var leases = await ClaimAsync(one.Placement, 12, waits: true);
        await EnqueueAsync(one.Store, 5, "free");

        Assert.Equal((0, 0, 2), Numbers(await LookAsync(takesAll: true)));

        await BuryAsync(10);
        var share = await LookAsync();
        Assert.Equal((6, 4, 2), Numbers(share));
        Assert.Equal((2, 2, 2), Numbers(await LookAsync(limit: 2, takesAll: true)));
        var ending = (string)(await stage.AskAsync("select partition from {s}.lease where owner = 'dead' limit 1"))!;
        var rest = await LookAsync(takesAll: true, ending: ending);
        Assert.Equal((1, 0, 2), Numbers(rest));
        Assert.All(share.Leases.Concat(rest.Leases), lease => Assert.True(leases.Exists(old => old.Partition == lease.Partition && old.Epoch < lease.Epoch)));
        Assert.Equal((6, 1), (share.TakenOver, rest.TakenOver));
        Assert.Equal(0L, await stage.AskAsync("select count(*) from {s}.lease where partition like 'k:free%'"));

        Task<NodeLookResult> LookAsync(int limit = 100, bool takesAll = false, string? ending = null) => new NodeClaim(other.Store.Database).RunAsync(
            new()
            {
                Node = other.Placement.Node,
                Plugins = [Plugin],
                Held = 0,
                Limit = limit,
                Scope = NodeLookScope.Orphans,
                TakesAll = takesAll,
                Ending = ending is null ? [] : [RowKey.Of(ending)],
                JudgesSessions = true,
                JudgesBeats = true,
            },
            default);

        // Ten of the first twelve are those of a process whose last beat is long ago, though the server was there.
        async Task BuryAsync(int count)
        {
            var names = string.Join(',', leases.Take(count).Select(static lease => $"'{lease.Partition}'"));
            await stage.AskAsync("insert into {s}.node (node, session, has_session, beat, dead_after, joined_at) values ('dead', 0, false, now() - interval '1 minute', interval '1 second', now())");
            await stage.AskAsync($"update {{s}}.lease set owner = 'dead' where partition in ({names})");
        }
    }

    [Fact]
    public void Pace_IsThatOfTheLook_WithinItsBounds()
    {
        var time = new FakeTimeProvider();
        var pace = new LookPace(time, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), 16);
        Assert.True(pace.IsDue);

        foreach (var (took, pause) in new[] { (1, 200), (50, 800), (500, 2_000) })
        {
            var began = time.GetTimestamp();
            time.Advance(TimeSpan.FromMilliseconds(took));
            pace.Note(began);
            Assert.Equal(TimeSpan.FromMilliseconds(pause), pace.Left);
            time.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.False(pace.IsDue);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(pace.IsDue);
        }
    }

    private static (int Taken, int Left, int Nodes) Numbers(NodeLookResult found) => (found.Leases.Count, found.Left, found.Nodes);
}
