namespace Dagstack.Extensions.Orchestration.Placement;

/// <summary>The placement of one process that has its store alone: whatever can run, it runs.</summary>
/// <param name="store">The store.</param>
/// <param name="node">The name of the process.</param>
internal sealed class LocalPlacement(UnitStore store, string node) : UnitPlacement
{
    /// <inheritdoc/>
    public override string Node => node;

    /// <inheritdoc/>
    /// <remarks>Whoever enqueues one unit after the other does not wait for a look at the store each time.</remarks>
    public override TimeSpan KeepIdle => TimeSpan.FromSeconds(1);

    /// <summary>The name of this process, for people.</summary>
    public static string ThisProcess => $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <inheritdoc/>
    public override Task JoinAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitLease>> ClaimAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken) =>
        store.FindRunnableAsync(plugins, held, limit, cancellationToken);

    /// <inheritdoc/>
    public override Task ReleaseAsync(IReadOnlyCollection<UnitLease> leases, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
