namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Checkpoints in a store: a folder, memory, or whatever the host has. The store's guarantees are theirs.</summary>
/// <param name="store">The store.</param>
/// <param name="turns">Lets one writer of a key in at a time, of all instances of the plugin.</param>
internal sealed class StoredCheckpoint(BlobStore store, KeyTurns turns) : PluginCheckpoint
{
    private readonly VersionedBlobs _blobs = new(store, turns);

    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => _blobs.SaveAsync(key, value, cancellationToken);

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) => _blobs.ReplaceAsync(key, value, version, cancellationToken);

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => _blobs.LoadAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => _blobs.DeleteAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);
}
