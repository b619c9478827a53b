namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Checkpoints for tests, in memory; the test can look at them, and make saving fail as a process does that ends.</summary>
/// <remarks>All members may be used by several threads. See §4 of the plugin contract.</remarks>
public sealed class InMemoryCheckpoint : PluginCheckpoint
{
    private readonly MemoryBlobs _store = new();
    private int _saves;

    /// <summary>Gets how often something was saved.</summary>
    public int Saves => Volatile.Read(ref _saves);

    /// <summary>Gets or sets the number of saves after which each call fails, as if the process had ended there.</summary>
    /// <value>Null by default: none fails.</value>
    public int? EndAfter { get; set; }

    /// <inheritdoc/>
    protected override async Task SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await _store.PutAsync(key, value, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _saves);
        ThrowIfEnded();
    }

    /// <inheritdoc/>
    protected override Task<byte[]?> LoadCoreAsync(string key, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _store.GetAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _store.DeleteAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        return _store.ListAsync(prefix, cancellationToken);
    }

    private void ThrowIfEnded()
    {
        if (Saves >= EndAfter)
        {
            throw new OperationCanceledException($"The work is interrupted after {EndAfter} saved checkpoints, as if the process had ended. Let the exception pass.");
        }
    }
}
