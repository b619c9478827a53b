using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A store that has nothing, and that keeps whoever saves something waiting for ever.</summary>
internal sealed class StuckBlobs : BlobStore
{
    protected override Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, CancellationToken.None);

    protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, CancellationToken.None);

    protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(false);

    protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(false);

    protected override async IAsyncEnumerable<string> ListCoreAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }
}
