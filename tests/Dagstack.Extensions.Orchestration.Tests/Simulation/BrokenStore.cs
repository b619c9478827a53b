using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>A store that does not do one of the things that it has to.</summary>
internal sealed class BrokenStore : UnitStore
{
    private readonly SimWorld _world;
    private readonly InMemoryUnitStore _store;
    private readonly SimCluster _cluster;
    private readonly SimBreak _what;
    private readonly Dictionary<string, int> _runs = new(StringComparer.Ordinal);

    public BrokenStore(SimWorld world, InMemoryUnitStore store, SimCluster cluster, SimBreak what)
    {
        (_world, _store, _cluster, _what) = (world, store, cluster, what);
        store.Signalled += Signal;
    }

    public override Task OpenAsync(CancellationToken cancellationToken) => _store.OpenAsync(cancellationToken);

    public override async Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken)
    {
        var results = new List<UnitWriteResult>();
        foreach (var write in writes)
        {
            results.Add(IsLost(write) ? new(UnitWriteOutcome.Applied, "lost") : (await _store.WriteAsync([Break(write)], cancellationToken))[0]);
        }

        return results;
    }

    public override async Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken)
    {
        var queues = await _store.LoadAsync(leases, limit, cancellationToken);
        return _what != SimBreak.Order ? queues : [.. queues.Select(static queue => queue is null ? null : new UnitQueue { Units = [.. queue.Units.Reverse()], HaltedBy = queue.HaltedBy, HasMore = queue.HasMore })];
    }

    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken) => _store.FindRunnableAsync(plugins, except, limit, cancellationToken);

    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) => _store.FindCancelledAsync(unitIds, cancellationToken);

    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) => _store.LoadCheckpointAsync(unitId, key, cancellationToken);

    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) => _store.ListCheckpointsAsync(unitId, prefix, cancellationToken);

    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) => _store.FindAsync(unitId, cancellationToken);

    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken) => _store.ListAsync(query, cancellationToken);

    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) => _store.CountAsync(cancellationToken);

    public override Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken) => _store.BackfillAsync(request, cancellationToken);

    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) => _store.SweepAsync(keepSucceeded, keepOthers, limit, cancellationToken);

    public override ValueTask DisposeAsync() => _store.DisposeAsync();

    private bool IsLost(UnitWrite write) => _what switch
    {
        SimBreak.Ends => write is UnitMove { End: not null, Start: null } && _world.Chance(0.2),
        SimBreak.Checkpoints => write is CheckpointWrite && _world.Chance(0.2),
        _ => false,
    };

    private UnitWrite Break(UnitWrite write) => (_what, write) switch
    {
        (SimBreak.Keys, NewUnit unit) => new NewUnit { UnitId = unit.UnitId, Plugin = unit.Plugin, Args = unit.Args, PartitionKey = unit.PartitionKey },
        (SimBreak.Fence, UnitMove move) => WithoutFence(move),
        (SimBreak.Fence, CheckpointWrite save) => new CheckpointWrite { Lease = Present(save.Lease), UnitId = save.UnitId, Run = _runs.GetValueOrDefault(save.UnitId, save.Run), Key = save.Key, Value = save.Value, IsConditional = save.IsConditional, Replaces = save.Replaces },
        _ => write,
    };

    private UnitMove WithoutFence(UnitMove move)
    {
        if (move.Start is { } start)
        {
            _runs[start.UnitId] = Math.Max(start.Run, _runs.GetValueOrDefault(start.UnitId));
        }

        var end = move.End is not { } ended
            ? null
            : new UnitEnd { UnitId = ended.UnitId, Run = _runs.GetValueOrDefault(ended.UnitId, ended.Run), Kind = ended.Kind, Output = ended.Output, OutputHash = ended.OutputHash, Error = ended.Error, Delay = ended.Delay };
        return new() { Lease = Present(move.Lease), End = end, Start = move.Start };
    }

    private UnitLease Present(UnitLease lease) => _cluster.Present(lease.Partition) ?? lease;
}
