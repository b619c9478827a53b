using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Shared;

/// <summary>A blob store that ends with the process.</summary>
internal sealed class MemoryBlobs : BlobStore
{
    // An array is never changed once it is in here, and never handed out.
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        _blobs[key] = content.ToArray();
        return Task.CompletedTask;
    }

    protected override async Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _blobs[key] = copy.ToArray();
    }

    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) =>
        Answer(() => _blobs.TryGetValue(key, out var blob) ? (byte[]?)[.. blob] : null, cancellationToken);

    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) =>
        Answer(() => _blobs.TryGetValue(key, out var blob) ? (Stream?)new MemoryStream(blob, writable: false) : null, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) =>
        Answer(() => _blobs.TryRemove(key, out _), cancellationToken);

    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) =>
        Answer(() => _blobs.ContainsKey(key), cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _blobs.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToAsyncEnumerable();
    }

    private static Task<T> Answer<T>(Func<T> find, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(find());
}
