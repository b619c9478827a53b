namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Checkpoints for tests, in memory; the test can look at them, and make saving fail as a process does that ends.</summary>
/// <remarks>All members may be used by several threads. See §4 of the plugin contract.</remarks>
public sealed class InMemoryCheckpoint : PluginCheckpoint
{
    private readonly MemoryBlobs _store = new();
    private readonly VersionedBlobs _blobs;
    private int _saves;

    /// <summary>Initializes a new instance of the <see cref="InMemoryCheckpoint"/> class.</summary>
    public InMemoryCheckpoint() => _blobs = new(_store, new());

    /// <summary>Gets how often something was saved.</summary>
    public int Saves => Volatile.Read(ref _saves);

    /// <summary>Gets or sets the number of saves after which each call fails, as if the process had ended there.</summary>
    /// <value>Null by default: none fails.</value>
    public int? EndAfter { get; set; }

    /// <inheritdoc/>
    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        CountAsync(() => _blobs.SaveAsync(key, value, cancellationToken));

    /// <inheritdoc/>
    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) =>
        CountAsync(() => _blobs.ReplaceAsync(key, value, version, cancellationToken));

    /// <inheritdoc/>
    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _blobs.LoadAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _blobs.DeleteAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _store.ListAsync(prefix, cancellationToken);
    }

    private async Task<string> CountAsync(Func<Task<string>> save)
    {
        ThrowIfEnded();
        var version = await save().ConfigureAwait(false);
        Interlocked.Increment(ref _saves);
        ThrowIfEnded();
        return version;
    }

    private void ThrowIfEnded()
    {
        if (Saves >= EndAfter)
        {
            throw new OperationCanceledException($"The work is interrupted after {EndAfter} saved checkpoints, as if the process had ended. Let the exception pass.");
        }
    }
}
