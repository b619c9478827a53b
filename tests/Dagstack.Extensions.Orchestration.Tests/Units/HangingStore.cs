using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>A store that takes for ever to open.</summary>
internal sealed class HangingStore(UnitStore inner) : UnitStore
{
    public TaskCompletionSource Opening { get; } = new();

    public bool IsDisposed { get; private set; }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        Opening.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public override Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken) => inner.WriteAsync(writes, cancellationToken);

    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken) => inner.LoadAsync(leases, limit, cancellationToken);

    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken) => inner.FindRunnableAsync(plugins, except, limit, cancellationToken);

    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) => inner.FindCancelledAsync(unitIds, cancellationToken);

    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) => inner.LoadCheckpointAsync(unitId, key, cancellationToken);

    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) => inner.ListCheckpointsAsync(unitId, prefix, cancellationToken);

    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) => inner.FindAsync(unitId, cancellationToken);

    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public override Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken) => inner.BackfillAsync(request, cancellationToken);

    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) => inner.SweepAsync(keepSucceeded, keepOthers, limit, cancellationToken);

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return inner.DisposeAsync();
    }
}
