using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <summary>What every store of units of work does: the comments of <see cref="UnitStore"/>, sentence by sentence. A store is tested by a class of its own below this one.</summary>
public abstract partial class UnitStoreTests : IAsyncLifetime
{
    protected const string Plugin = "job:import";
    protected const string OtherPlugin = "job:export";
    protected const string Node = "test";

    private static readonly HashSet<string> s_none = [];

    /// <summary>The store, open.</summary>
    protected UnitStore Store { get; private set; } = null!;

    /// <summary>What it has told.</summary>
    protected SignalLog Signals { get; private set; } = null!;

    public async ValueTask InitializeAsync() => await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a store that is not open yet: over the same units each time.</summary>
    protected abstract UnitStore CreateStore();

    /// <summary>Lets time pass for the store.</summary>
    protected abstract Task PassAsync(TimeSpan span);

    /// <summary>Takes the right to run a partition that has something to run.</summary>
    protected virtual async Task<UnitLease> ClaimAsync(string? partitionKey = "p", string? unitId = null)
    {
        var partition = partitionKey is null ? "u:" + unitId : "k:" + partitionKey;
        var leases = await Store.FindRunnableAsync([Plugin, OtherPlugin], s_none, int.MaxValue, default);
        return Assert.Single(leases, lease => lease.Partition == partition);
    }

    /// <summary>Gives all partitions to another process, since the one before has died.</summary>
    protected virtual async Task TakeOverAsync()
    {
        await Store.DisposeAsync();
        await OpenAsync();
    }

    protected static NewUnit New(string? partitionKey = "p", string plugin = Plugin, string? key = null, string? hash = null, bool isUnique = true, string args = "{}", TimeSpan? expiresIn = null) => new()
    {
        UnitId = Guid.CreateVersion7().ToString(),
        Plugin = plugin,
        Args = Json(args),
        PartitionKey = partitionKey,
        IdempotencyKey = key,
        InputHash = hash,
        IsUniqueByInput = hash is not null && isUnique,
        ExpiresIn = expiresIn,
    };

    protected static byte[] Json(string json) => System.Text.Encoding.UTF8.GetBytes(json);

    protected static UnitStart Start(string unitId, int run = 1, bool countsLoss = false) => new() { UnitId = unitId, Run = run, Node = Node, CountsLoss = countsLoss };

    protected static UnitEnd End(string unitId, UnitEndKind kind, int run = 1, string? error = null, TimeSpan delay = default) => new() { UnitId = unitId, Run = run, Kind = kind, Error = error, Delay = delay };

    protected async Task<UnitWriteResult> WriteAsync(UnitWrite write) => Assert.Single(await Store.WriteAsync([write], default));

    protected async Task<UnitWriteOutcome> MoveAsync(UnitLease lease, UnitEnd? end = null, UnitStart? start = null) =>
        (await WriteAsync(new UnitMove { Lease = lease, End = end, Start = start })).Outcome;

    protected async Task<UnitWriteOutcome> CancelAsync(string unitId) => (await WriteAsync(new CancelWrite { UnitId = unitId })).Outcome;

    protected async Task<string> EnqueueAsync(NewUnit? unit = null)
    {
        unit ??= New();
        Assert.Equal(new(UnitWriteOutcome.Applied, unit.UnitId), await WriteAsync(unit));
        return unit.UnitId;
    }

    /// <summary>Takes a unit in and starts it, as the only one of its partition.</summary>
    protected async Task<(string UnitId, UnitLease Lease)> EnqueueAndStartAsync(NewUnit? unit = null)
    {
        unit ??= New();
        await EnqueueAsync(unit);
        var lease = await ClaimAsync(unit.PartitionKey, unit.UnitId);
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, start: Start(unit.UnitId)));
        return (unit.UnitId, lease);
    }

    /// <summary>Takes a unit in and runs it to its end, as the only one of its partition.</summary>
    protected async Task<(string UnitId, UnitLease Lease)> EnqueueAndEndAsync(UnitEndKind kind, NewUnit? unit = null)
    {
        var (unitId, lease) = await EnqueueAndStartAsync(unit);
        Assert.Equal(UnitWriteOutcome.Applied, await MoveAsync(lease, End(unitId, kind, error: kind is UnitEndKind.Failed or UnitEndKind.FailedAndHalts ? "no luck" : null)));
        return (unitId, lease);
    }

    protected async Task<UnitQueue> LoadAsync(UnitLease lease, int limit = 100) => Assert.Single(await Store.LoadAsync([lease], limit, default))!;

    protected async Task<OpenUnit> HeadAsync(UnitLease lease) => (await LoadAsync(lease)).Units[0];

    protected async Task<string[]> QueueAsync(UnitLease lease) => [.. (await LoadAsync(lease)).Units.Select(static unit => unit.UnitId)];

    protected async Task<UnitDetails> GetAsync(string unitId) => await Store.FindAsync(unitId, default) ?? throw new InvalidOperationException($"There is no unit {unitId}.");

    protected async Task<UnitState> StateAsync(string unitId) => (await GetAsync(unitId)).State;

    protected async Task<string[]> RunnableAsync(int limit = int.MaxValue, params string[] except) =>
        [.. (await Store.FindRunnableAsync([Plugin, OtherPlugin], except.ToHashSet(), limit, default)).Select(static lease => lease.Partition)];

    protected Task<BackfillResult> BackfillAsync(string? plugin = null, string? partitionKey = null, DateTimeOffset? since = null, DateTimeOffset? until = null, params UnitState[] states) => Store.BackfillAsync(
        new() { PluginName = plugin, PartitionKey = partitionKey, Since = since, Until = until, States = states.Length == 0 ? [UnitState.Failed, UnitState.Expired, UnitState.Cancelled] : states },
        default);

    private async Task OpenAsync()
    {
        Store = CreateStore();
        Signals = new(Store);
        await Store.OpenAsync(default);
    }
}
