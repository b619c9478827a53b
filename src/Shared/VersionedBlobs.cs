using System.Security.Cryptography;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Shared;

/// <summary>Blobs with versions, which are digests of their contents: a store needs to know nothing of them, and what is equal is nobody's loss.</summary>
/// <param name="store">The blobs.</param>
/// <param name="turns">Lets one writer of a key in at a time. Whoever writes to these blobs in this process has the same.</param>
internal sealed class VersionedBlobs(BlobStore store, KeyTurns turns)
{
    public async Task<SavedCheckpoint<byte[]>?> LoadAsync(string key, CancellationToken cancellationToken) =>
        await store.GetAsync(key, cancellationToken).ConfigureAwait(false) is { } value ? new(value, VersionOf(value)) : null;

    public async Task<string> SaveAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return await PutAsync(key, value, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="CheckpointConflictException">Another version is there.</exception>
    public async Task<string> ReplaceAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        var found = (await LoadAsync(key, cancellationToken).ConfigureAwait(false))?.Version;
        return found == version ? await PutAsync(key, value, cancellationToken).ConfigureAwait(false) : throw new CheckpointConflictException(key, version, found);
    }

    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    private static string VersionOf(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(SHA256.HashData(value).AsSpan(0, 16));

    private async Task<string> PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var version = VersionOf(value.Span);
        await store.PutAsync(key, value, cancellationToken).ConfigureAwait(false);
        return version;
    }
}
