using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>A store that is out, refuses writes, or loses answers as a test says.</summary>
internal sealed class FaultyStore : UnitStore
{
    private readonly UnitStore _inner;

    public FaultyStore(UnitStore inner)
    {
        _inner = inner;
        _inner.Signalled += Signal;
    }

    /// <summary>Gets or sets a value indicating whether it is out.</summary>
    public bool IsOut { get; set; }

    /// <summary>Gets or sets what is done before a batch is written; it may throw.</summary>
    public Func<IReadOnlyList<UnitWrite>, Task>? Before { get; set; }

    /// <summary>Gets or sets what is done after a batch is written and before it is answered; it may throw.</summary>
    public Action<IReadOnlyList<UnitWrite>>? After { get; set; }

    /// <summary>Gets the sizes of the batches.</summary>
    public List<int> Batches { get; } = [];

    public override Task OpenAsync(CancellationToken cancellationToken) => _inner.OpenAsync(cancellationToken);

    public override async Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken)
    {
        ThrowIfOut();
        lock (Batches)
        {
            Batches.Add(writes.Count);
        }

        if (Before is { } before)
        {
            await before(writes);
        }

        var results = await _inner.WriteAsync(writes, cancellationToken);
        After?.Invoke(writes);
        return results;
    }

    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken) => Asked().LoadAsync(leases, limit, cancellationToken);

    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken) => Asked().FindRunnableAsync(plugins, except, limit, cancellationToken);

    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) => Asked().FindCancelledAsync(unitIds, cancellationToken);

    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) => Asked().LoadCheckpointAsync(unitId, key, cancellationToken);

    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) => Asked().ListCheckpointsAsync(unitId, prefix, cancellationToken);

    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) => Asked().FindAsync(unitId, cancellationToken);

    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken) => Asked().ListAsync(query, cancellationToken);

    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) => Asked().CountAsync(cancellationToken);

    public override Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken) => Asked().BackfillAsync(request, cancellationToken);

    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) => Asked().SweepAsync(keepSucceeded, keepOthers, limit, cancellationToken);

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private UnitStore Asked()
    {
        ThrowIfOut();
        return _inner;
    }

    private void ThrowIfOut()
    {
        if (IsOut)
        {
            throw new UnitStoreUnavailableException("the cable is out.");
        }
    }
}
