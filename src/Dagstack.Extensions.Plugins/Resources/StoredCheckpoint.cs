namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Checkpoints in a store: a folder, memory, or whatever the host has. The store's guarantees are theirs.</summary>
internal sealed class StoredCheckpoint(BlobStore store) : PluginCheckpoint
{
    protected override Task SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => store.PutAsync(key, value, cancellationToken);

    protected override Task<byte[]?> LoadCoreAsync(string key, CancellationToken cancellationToken) => store.GetAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);
}
