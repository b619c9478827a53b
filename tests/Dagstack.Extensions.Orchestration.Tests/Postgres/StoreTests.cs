using System.Text;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>The store in PostgreSQL by itself.</summary>
[Collection(nameof(PostgresTests))]
public sealed class StoreTests(SharedPostgres postgres)
{
    private static readonly string[] Plugins = ["job:import"];

    [Fact]
    public async Task Unit_EnqueuedStartedEnded_IsDoneOnce()
    {
        await using var store = await OpenAsync();
        var unit = New("1", "a");
        Assert.Equal(new UnitWriteResult(UnitWriteOutcome.Applied, "1"), await WriteAsync(store, unit));
        Assert.Equal(new UnitWriteResult(UnitWriteOutcome.Applied, "1"), await WriteAsync(store, unit));
        var lease = Assert.Single(await store.FindRunnableAsync(Plugins, new HashSet<string>(), 10, default));
        Assert.Equal("k:a", lease.Partition);
        var queue = Assert.Single(await store.LoadAsync([lease], 10, default));
        Assert.Equal("1", Assert.Single(queue!.Units).UnitId);
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, Start(lease, "1", 1))).Outcome);
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, Start(lease, "1", 1))).Outcome);
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, End(lease, "1", 1, UnitEndKind.Succeeded))).Outcome);
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, End(lease, "1", 1, UnitEndKind.Succeeded))).Outcome);
        var found = await store.FindAsync("1", default);
        Assert.Equal(UnitState.Succeeded, found!.State);
        Assert.Equal(1, Assert.Single(await store.CountAsync(default)).Succeeded);
        Assert.Equal("1", Assert.Single((await store.ListAsync(new(), default)).Units).UnitId);
    }

    [Fact]
    public async Task UnitWithoutKey_Ended_LeavesNoLease_AndIsSaidAgain()
    {
        await using var store = await OpenAsync(out var place);
        await WriteAsync(store, New("1", null));
        var lease = Assert.Single(await store.FindRunnableAsync(Plugins, new HashSet<string>(), 10, default));
        await WriteAsync(store, Start(lease, "1", 1));
        Assert.Equal(1L, await postgres.Server.ExecuteAsync("select count(*) from dagstack_units.lease", place.Value));
        var end = End(lease, "1", 1, UnitEndKind.Succeeded);
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, end)).Outcome);
        Assert.Equal(0L, await postgres.Server.ExecuteAsync("select count(*) from dagstack_units.lease", place.Value));
        Assert.Equal(UnitWriteOutcome.Applied, (await WriteAsync(store, end)).Outcome);
        Assert.Equal(UnitWriteOutcome.NotQueued, (await WriteAsync(store, End(lease, "1", 1, UnitEndKind.Failed))).Outcome);
        Assert.Empty(Assert.Single(await store.LoadAsync([lease], 10, default))!.Units);
    }

    [Fact]
    public async Task Batch_OfAllKinds_IsAnsweredInOrder()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync([New("1", "a"), New("2", "a"), New("3", "b"), New("4", "c")], default);
        var leases = (await store.FindRunnableAsync(Plugins, new HashSet<string>(), 10, default)).ToDictionary(static lease => lease.Partition);
        var (a, b) = (leases["k:a"], leases["k:b"]);
        var results = await store.WriteAsync(
            [
                Start(a, "1", 1),
                Save(a, "1", 1, "step", "x"),
                new ProgressWrite { Lease = a, UnitId = "1", Run = 1, Progress = "{}"u8.ToArray() },
                new UnitMove { Lease = a, End = End(a, "1", 1, UnitEndKind.Succeeded).End, Start = Start(a, "2", 1).Start },
                Start(b with { Epoch = b.Epoch + 1000 }, "3", 1),
                new CancelWrite { UnitId = "4" },
                new CancelWrite { UnitId = "9" },
                New("5", "c"),
                new RetryWrite { UnitId = "4" },
                Save(a, "1", 1, "step", "y"),
            ],
            default);
        Assert.Equal(
            [
                UnitWriteOutcome.Applied, UnitWriteOutcome.Applied, UnitWriteOutcome.Applied, UnitWriteOutcome.Applied, UnitWriteOutcome.Fenced,
                UnitWriteOutcome.Applied, UnitWriteOutcome.NotFound, UnitWriteOutcome.Applied, UnitWriteOutcome.Applied, UnitWriteOutcome.Fenced,
            ],
            results.Select(static result => result.Outcome));
        Assert.Equal("x", Encoding.UTF8.GetString((await store.LoadCheckpointAsync("1", "step", default))!.Value));
        Assert.Equal(["step"], await store.ListCheckpointsAsync("1", "s", default));
    }

    private static NewUnit New(string id, string? partition) => new() { UnitId = id, Plugin = "job:import", Args = "{\"n\":1}"u8.ToArray(), PartitionKey = partition };

    private static UnitMove Start(UnitLease lease, string id, int run) => new() { Lease = lease, Start = new() { UnitId = id, Run = run, Node = "here" } };

    private static UnitMove End(UnitLease lease, string id, int run, UnitEndKind kind) => new() { Lease = lease, End = new() { UnitId = id, Run = run, Kind = kind } };

    private static CheckpointWrite Save(UnitLease lease, string id, int run, string key, string value) =>
        new() { Lease = lease, UnitId = id, Run = run, Key = key, Value = Encoding.UTF8.GetBytes(value) };

    private static async Task<UnitWriteResult> WriteAsync(UnitStore store, UnitWrite write) => Assert.Single(await store.WriteAsync([write], default));

    private Task<PostgreSqlUnitStore> OpenAsync() => OpenAsync(out _);

    private Task<PostgreSqlUnitStore> OpenAsync(out Lazy<string> place)
    {
        var connection = postgres.Server.NewDatabaseAsync();
        place = new(() => connection.Result);
        return OpenedAsync();

        async Task<PostgreSqlUnitStore> OpenedAsync()
        {
            var store = new PostgreSqlUnitStore(await connection, null, null);
            await store.OpenAsync(default);
            return store;
        }
    }
}
