using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>The store as one node sees it: at the other end of a wire.</summary>
internal sealed class SimStore : UnitStore
{
    private readonly SimNode _node;
    private readonly SimWire _wire;
    private readonly UnitStore _shared;

    public SimStore(SimNode node, SimWire wire, UnitStore shared)
    {
        (_node, _wire, _shared) = (node, wire, shared);
        ParallelWrites = node.World.Dice.Next(1, 4);
        shared.Signalled += Hear;
    }

    public override int ParallelWrites { get; }

    public override Task OpenAsync(CancellationToken cancellationToken) => CallAsync(static () => Task.FromResult(true), cancellationToken);

    public override Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken) => CallAsync(() => _shared.WriteAsync(writes, CancellationToken.None), cancellationToken);

    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken) => CallAsync(() => _shared.LoadAsync(leases, limit, CancellationToken.None), cancellationToken);

    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken) => throw new NotSupportedException("The placement of the simulation has its own way.");

    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) => CallAsync(() => _shared.FindCancelledAsync(unitIds, CancellationToken.None), cancellationToken);

    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) => CallAsync(() => _shared.LoadCheckpointAsync(unitId, key, CancellationToken.None), cancellationToken);

    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) => CallAsync(() => _shared.ListCheckpointsAsync(unitId, prefix, CancellationToken.None), cancellationToken);

    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) => CallAsync(() => _shared.FindAsync(unitId, CancellationToken.None), cancellationToken);

    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken) => CallAsync(() => _shared.ListAsync(query, CancellationToken.None), cancellationToken);

    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) => CallAsync(() => _shared.CountAsync(CancellationToken.None), cancellationToken);

    public override Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken) => CallAsync(() => _shared.BackfillAsync(request, CancellationToken.None), cancellationToken);

    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) => CallAsync(() => _shared.SweepAsync(keepSucceeded, keepOthers, limit, CancellationToken.None), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _shared.Signalled -= Hear;
        return ValueTask.CompletedTask;
    }

    private Task<T> CallAsync<T>(Func<Task<T>> effect, CancellationToken cancellationToken) => _wire.CallAsync(_node, effect, cancellationToken);

    /// <summary>Signals come late, and some never.</summary>
    private void Hear(UnitSignal signal)
    {
        var world = _node.World;
        if (!_node.IsDead && !world.Chance(0.3))
        {
            world.After(world.Span(TimeSpan.FromMilliseconds(100)), () => _node.Post(() => Signal(signal)));
        }
    }
}
