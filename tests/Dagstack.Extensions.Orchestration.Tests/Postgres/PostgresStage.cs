using System.Text;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>A schema of a test's own, with stores and placements on it.</summary>
internal sealed class PostgresStage : IAsyncDisposable
{
    public const string Plugin = "job:import";

    private readonly PostgresServer _server;
    private readonly List<IAsyncDisposable> _open = [];

    public PostgresStage(PostgresServer server, Action<PostgreSqlUnitStoreOptions>? configure = null)
    {
        _server = server;
        configure?.Invoke(Options);
    }

    /// <summary>Processes that are silent for a second are dead: tests wait for it.</summary>
    public PostgreSqlUnitStoreOptions Options { get; } = new()
    {
        Schema = "s" + Guid.NewGuid().ToString("N")[..12],
        Beat = TimeSpan.FromMilliseconds(200),
        DeadAfter = TimeSpan.FromSeconds(2),
    };

    /// <summary>Where it is. Each test has a pool of its own.</summary>
    public string ConnectionString => _server.ConnectionString() + $";Maximum Pool Size=20;Application Name={Options.Schema}";

    /// <summary>Opens a store.</summary>
    public async Task<PostgreSqlUnitStore> OpenAsync()
    {
        var store = new PostgreSqlUnitStore(ConnectionString, Options, null);
        _open.Add(store);
        await store.OpenAsync(default);
        return store;
    }

    /// <summary>Opens a store, and joins by it as a process does.</summary>
    public async Task<(PostgreSqlUnitStore Store, LeasePlacement Placement)> JoinAsync()
    {
        var store = await OpenAsync();
        var placement = new LeasePlacement(store);
        _open.Add(placement);
        await placement.JoinAsync(default);
        return (store, placement);
    }

    /// <summary>Takes units in.</summary>
    /// <param name="store">By which.</param>
    /// <param name="count">How many partitions get one.</param>
    /// <param name="prefix">What the names of the partitions begin with.</param>
    public static async Task<string[]> EnqueueAsync(UnitStore store, int count, string prefix = "p")
    {
        var units = Enumerable.Range(0, count).Select(number => New($"{prefix}{number}")).ToArray();
        await store.WriteAsync(units, default);
        return [.. units.Select(static unit => unit.UnitId)];
    }

    public static NewUnit New(string? partition, string? key = null) => new()
    {
        UnitId = Guid.CreateVersion7().ToString(),
        Plugin = Plugin,
        Args = Encoding.UTF8.GetBytes("{}"),
        PartitionKey = partition,
        IdempotencyKey = key,
    };

    public static UnitMove Start(UnitLease lease, string unitId, int run = 1, bool countsLoss = false) => new() { Lease = lease, Start = new() { UnitId = unitId, Run = run, Node = "here", CountsLoss = countsLoss } };

    public static UnitMove End(UnitLease lease, string unitId, int run = 1, UnitEndKind kind = UnitEndKind.Succeeded) => new() { Lease = lease, End = new() { UnitId = unitId, Run = run, Kind = kind } };

    public static async Task<UnitWriteOutcome> WriteAsync(UnitStore store, UnitWrite write) => Assert.Single(await store.WriteAsync([write], default)).Outcome;

    public static Task<IReadOnlyList<UnitLease>> ClaimAsync(UnitPlacement placement, int limit = 1_000) => placement.ClaimAsync([Plugin], new HashSet<string>(), limit, default);

    /// <summary>Claims until so many leases were got, or the test gives up.</summary>
    public static async Task<List<UnitLease>> ClaimAsync(UnitPlacement placement, int count, bool waits)
    {
        var leases = new List<UnitLease>();
        using var limit = new CancellationTokenSource(waits ? Dagstack.Extensions.Plugins.Tests.Limits.Patience : TimeSpan.Zero);
        do
        {
            try
            {
                leases.AddRange(await ClaimAsync(placement));
            }
            catch (UnitStoreUnavailableException)
            {
                // It is taken for dead, or the store is out, for now.
            }

            await Task.Delay(20);
        }
        while (leases.Count < count && !limit.IsCancellationRequested);
        return leases;
    }

    /// <summary>Claims when it is told to, and never by itself, until so many leases were got.</summary>
    public static async Task<List<UnitLease>> ClaimByWakesAsync(UnitPlacement placement, int count)
    {
        using var wakes = new SemaphoreSlim(0);
        Action wake = () => wakes.Release();
        placement.Woken += wake;
        var leases = new List<UnitLease>(await ClaimAsync(placement));
        while (leases.Count < count)
        {
            Assert.True(await wakes.WaitAsync(Dagstack.Extensions.Plugins.Tests.Limits.Patience), "Nothing wakes it.");
            leases.AddRange(await ClaimAsync(placement));
        }

        placement.Woken -= wake;
        return leases;
    }

    /// <summary>Asks as the administrator.</summary>
    /// <param name="sql">What, with {s} for the schema.</param>
    public Task<object?> AskAsync(string sql) => _server.ExecuteAsync(sql.Replace("{s}", Options.Schema, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _open.Reverse();
        foreach (var open in _open)
        {
            await open.DisposeAsync();
        }

        await AskAsync("drop schema if exists {s} cascade");
    }
}
