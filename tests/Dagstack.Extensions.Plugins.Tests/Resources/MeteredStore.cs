namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>Tells which keys are asked for, and when it ends.</summary>
internal class MeteredStore(BlobStore inner, EventLog events) : BlobStore, IDisposable
{
    protected virtual string Name => "metered";

    public void Dispose() => events.Add($"end of {Name}");

    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        events.Add($"{Name} put {key}");
        return inner.PutAsync(key, content, cancellationToken);
    }

    protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) => inner.PutAsync(key, content, cancellationToken);

    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => inner.OpenReadAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => inner.ExistsAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);
}
