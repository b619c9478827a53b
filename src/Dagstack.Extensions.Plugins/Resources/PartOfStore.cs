using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The part of a store that belongs to one plugin: the keys below <c>kind/name/</c>, which the plugin does not see.</summary>
internal sealed class PartOfStore(BlobStore store, PluginId plugin) : BlobStore
{
    private readonly string _prefix = $"{plugin.Kind}/{plugin.Name}/";

    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => store.PutAsync(_prefix + key, content, cancellationToken);

    protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) => store.PutAsync(_prefix + key, content, cancellationToken);

    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => store.GetAsync(_prefix + key, cancellationToken);

    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => store.OpenReadAsync(_prefix + key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(_prefix + key, cancellationToken);

    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => store.ExistsAsync(_prefix + key, cancellationToken);

    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in store.ListAsync(_prefix + prefix, cancellationToken).ConfigureAwait(false))
        {
            yield return key[_prefix.Length..];
        }
    }
}
