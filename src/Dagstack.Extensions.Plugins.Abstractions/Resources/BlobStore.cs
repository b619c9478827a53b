using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>The resource <c>blob_store</c>: contents under keys.</summary>
/// <remarks>
/// <para>
/// A key is one or more segments separated by <c>/</c>, at most 512 bytes as UTF-8. No segment is empty, <c>.</c> or <c>..</c>; there are
/// no backslashes, no control characters and no halves of surrogate pairs. Keys are compared ordinally, so case counts everywhere.
/// </para>
/// <para>
/// A blob is seen whole or not at all: until a put has completed, readers get the blob from before it, and one that fails or is cancelled
/// changes nothing. Of several writers of one key the one that completes last wins. All members may be used by several threads.
/// See §6 of the plugin contract.
/// </para>
/// </remarks>
public abstract class BlobStore
{
    private const string Justification = "The overloads differ in a required parameter, so adding to one of them cannot capture calls of the other.";

    /// <summary>Stores a blob in place of what was there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">The content. It may be reused once the task has completed.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>A task that completes when the blob is stored.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return PutCoreAsync(key, content, cancellationToken);
    }

    /// <summary>Stores a blob in place of what was there.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">The content, from where the stream stands to its end. It is not disposed.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>A task that completes when the blob is stored.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = Justification)]
    public Task PutAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        ArgumentNullException.ThrowIfNull(content);
        return PutCoreAsync(key, content, cancellationToken);
    }

    /// <summary>Reads a whole blob.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The content, an array of the caller's own, or null if there is no such blob.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return GetCoreAsync(key, cancellationToken);
    }

    /// <summary>Opens a blob for reading.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A stream to be disposed by the caller, or null if there is no such blob. It goes on with the same content if the blob is replaced or deleted meanwhile.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    public Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return OpenReadCoreAsync(key, cancellationToken);
    }

    /// <summary>Deletes a blob.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if this call deleted it, false if there was none.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return DeleteCoreAsync(key, cancellationToken);
    }

    /// <summary>Tells whether there is a blob.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if there is one.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> breaks a rule of keys.</exception>
    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalid(key);
        return ExistsCoreAsync(key, cancellationToken);
    }

    /// <summary>Lists the keys that begin with a text.</summary>
    /// <param name="prefix">What they begin with, such as <c>jobs/</c> or <c>jobs/20</c>; empty for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys in ordinal order. Blobs that come or go meanwhile may be in it or not.</returns>
    /// <exception cref="ArgumentException">No key can begin with <paramref name="prefix"/>.</exception>
    public IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default)
    {
        StorageKey.ThrowIfInvalidPrefix(prefix);
        return ListCoreAsync(prefix, cancellationToken);
    }

    /// <summary>Stores a blob, whole or not at all.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="content">The content, not to be used after the task has completed.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>A task that completes when the blob is stored.</returns>
    protected abstract Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Stores a blob, whole or not at all.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="content">The content, from where the stream stands to its end.</param>
    /// <param name="cancellationToken">Gives up, leaving what was there.</param>
    /// <returns>A task that completes when the blob is stored.</returns>
    protected abstract Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken);

    /// <summary>Reads a whole blob.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The content, or null if there is no such blob.</returns>
    protected abstract Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A stream, or null if there is no such blob.</returns>
    protected abstract Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes a blob.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if this call deleted it.</returns>
    protected abstract Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Tells whether there is a blob.</summary>
    /// <param name="key">A valid key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if there is one.</returns>
    protected abstract Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists the keys that begin with a text.</summary>
    /// <param name="prefix">The beginning of a valid key, or empty.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The keys in ordinal order.</returns>
    protected abstract IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken);
}
