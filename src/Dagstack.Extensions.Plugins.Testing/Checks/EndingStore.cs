namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>A store of checkpoints that fails after a number of saves, as if the process had ended.</summary>
internal sealed class EndingStore : BlobStore
{
    private readonly MemoryBlobs _store = new();
    private int _saves;

    public int Saves => Volatile.Read(ref _saves);

    /// <summary>Gets or sets the number of saves after which each call fails; null for never.</summary>
    public int? EndAfter { get; set; }

    protected override async Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await _store.PutAsync(key, content, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _saves);
        ThrowIfEnded();
    }

    protected override async Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await _store.PutAsync(key, content, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _saves);
        ThrowIfEnded();
    }

    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => Alive().GetAsync(key, cancellationToken);

    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => Alive().OpenReadAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => Alive().DeleteAsync(key, cancellationToken);

    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => Alive().ExistsAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => Alive().ListAsync(prefix, cancellationToken);

    private MemoryBlobs Alive()
    {
        ThrowIfEnded();
        return _store;
    }

    private void ThrowIfEnded()
    {
        if (Saves >= EndAfter)
        {
            throw new OperationCanceledException($"The contract suite interrupts the work after {EndAfter} saved checkpoints, as if the process had ended. Let the exception pass.");
        }
    }
}
