using System.Globalization;
using Dagstack.Extensions.Orchestration.Tests.Postgres;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>Three processes over one database, and one more that enqueues: they are killed, stand still, lose the database, are stopped.</summary>
public sealed class PostgresKillTests(ITestOutputHelper output)
{
    private static readonly string[] s_names = ["n1", "n2", "n3"];

    private static int Partitions => int.TryParse(Environment.GetEnvironmentVariable("DAGSTACK_KILL_PARTITIONS"), out var partitions) ? partitions : KillRun.IsLong ? 1_000 : 60;

    private static int Units => Partitions > 1_000 ? 6 : KillRun.IsLong ? 20 : 6;

    private static string DeadAfter => KillRun.IsLong ? "4" : "2";

    [Fact]
    public async Task Kill_EachProcessAgainAndAgain_RunsAgainElsewhereWithinSeconds()
    {
        await using var cluster = await StartAsync(KillRun.IsLong ? 4_000 : 3_000);
        for (var kill = 0; kill < (KillRun.IsLong ? 9 : 3); kill++)
        {
            if (await cluster.BusiestAsync() is not { } victim)
            {
                break;
            }

            await victim.KillAsync();
            await cluster.Run.PauseAsync(2, 3);
            await cluster.StartAsync(victim.Node[..2]);

            // The processes share the cores here: what is measured is not how long one takes to start.
            await cluster.Run.PauseAsync(2, 3);
        }

        var story = await cluster.EndAsync();

        cluster.Run.AssertDelays(story, "kill", median: 1, worst: 2);
    }

    [Fact]
    public async Task Hang_OneProcess_IsRefusedWhenItGoesOn()
    {
        await using var cluster = await StartAsync();
        var victim = (await cluster.BusiestAsync())!;
        victim.Hang();
        await Task.Delay(TimeSpan.FromSeconds(KillRun.IsLong ? 15 : 6));
        victim.GoOn();

        var story = await cluster.EndAsync();

        cluster.Run.AssertDelays(story, "hang", median: 8, worst: 8);
        Assert.True(cluster.Run.Facts.Any(fact => fact.Kind == FactKind.Refused && fact.Node == victim.Node), "Nothing was refused to the process that had stood still: it has tried nothing.");
    }

    [Fact]
    public async Task Kill_Database_GoesOnByItselfOnceItIsBack()
    {
        await using var cluster = await StartAsync();
        await cluster.BusiestAsync();
        cluster.Run.Log.WriteOf(Fact.Store, FactKind.Loss, "kill");
        await cluster.Server.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(KillRun.IsLong ? 10 : 4));
        await cluster.Server.StartAsync();
        cluster.Run.Log.WriteOf(Fact.Store, FactKind.Back, "kill");

        var story = await cluster.EndAsync();

        Assert.DoesNotContain(story.Units.Values, static unit => unit.Runs.Count > 3);
    }

    [Fact]
    public async Task Stop_OneProcess_LetsOthersGoOnAtOnce()
    {
        await using var cluster = await StartAsync();
        await (await cluster.BusiestAsync())!.StopAsync();

        var story = await cluster.EndAsync();

        // From when it is asked to: it first lets its units save what they have.
        cluster.Run.AssertDelays(story, "stop", median: 2, worst: 4);
    }

    private async Task<Cluster> StartAsync(int longest = 3_000)
    {
        var programs = PostgresPrograms.Find(out var reason);
        Assert.SkipWhen(programs is null, reason);
        var cluster = new Cluster(new KillRun(output), await PostgresServer.StartNewAsync(programs));
        await cluster.StartAsync(longest);
        return cluster;
    }

    /// <summary>The database, its processes, and the one that enqueues.</summary>
    private sealed class Cluster(KillRun run, PostgresServer server) : IAsyncDisposable
    {
        private readonly Dictionary<string, int> _lives = [];
        private string _store = "";
        private UnitProcess? _caller;

        public KillRun Run => run;

        public PostgresServer Server => server;

        private Dictionary<string, UnitProcess> Nodes { get; } = [];

        /// <summary>Starts it, and has the caller begin.</summary>
        /// <param name="longest">How long a unit takes at most, in milliseconds.</param>
        public async Task StartAsync(int longest)
        {
            _store = $"postgres:{DeadAfter}:{await server.NewDatabaseAsync()}";
            _caller = await run.StartAsync("caller", _store, slots: 0);
            await Task.WhenAll(s_names.Select(StartAsync));
            await _caller.AskAsync(string.Create(CultureInfo.InvariantCulture, $"enqueue {Partitions} {Units} {longest} {run.Dice.Next()}"));
        }

        public async Task StartAsync(string name)
        {
            var life = _lives[name] = _lives.GetValueOrDefault(name) + 1;
            var node = await run.StartAsync(string.Create(CultureInfo.InvariantCulture, $"{name}.{life}"), _store, slots: Math.Max(1_000, Partitions));
            lock (Nodes)
            {
                Nodes[name] = node;
            }
        }

        /// <summary>Waits until one has enough at work for its loss to be seen.</summary>
        public Task<UnitProcess?> BusiestAsync() => run.BusiestAsync(Nodes.Values, Partitions / 6);

        /// <summary>Waits until everything is run, and judges it.</summary>
        public async Task<Story> EndAsync()
        {
            await _caller!.AskAsync("enqueued");
            await _caller.AskAsync("seen");
            await _caller.AskAsync("wait");
            await _caller.AskAsync("final");
            await run.PauseAsync(0, 0);
            var story = run.Judge();
            Assert.Equal(Partitions * Units, story.Units.Count);
            return story;
        }

        public async ValueTask DisposeAsync()
        {
            run.Dispose();
            await server.DisposeAsync();
        }
    }
}
