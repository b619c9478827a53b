namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The resource <c>blob_store</c> for tests: blobs in memory, which the test can look at.</summary>
/// <remarks>All members may be used by several threads. See §6 of the plugin contract.</remarks>
public sealed class InMemoryBlobStore : BlobStore
{
    private readonly MemoryBlobs _store = new();

    /// <summary>Reads everything that is in the store.</summary>
    /// <returns>The blobs by key, ordinal by key.</returns>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAllAsync()
    {
        var blobs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var key in _store.ListAsync().ConfigureAwait(false))
        {
            if (await _store.GetAsync(key).ConfigureAwait(false) is { } blob)
            {
                blobs[key] = blob;
            }
        }

        return blobs;
    }

    /// <inheritdoc/>
    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => _store.PutAsync(key, content, cancellationToken);

    /// <inheritdoc/>
    protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) => _store.PutAsync(key, content, cancellationToken);

    /// <inheritdoc/>
    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => _store.GetAsync(key, cancellationToken);

    /// <inheritdoc/>
    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => _store.OpenReadAsync(key, cancellationToken);

    /// <inheritdoc/>
    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => _store.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => _store.ExistsAsync(key, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => _store.ListAsync(prefix, cancellationToken);
}
