namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class InMemoryBlobStoreTests : BlobStoreTests
{
    private protected override BlobStore Store { get; } = new MemoryBlobs();
}
