using Chunking;

namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>A plugin whose teardown does not end, so that the host gives it up.</summary>
internal sealed class HeldChunker : IChunker, IPluginTeardown
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [];

    public async ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task;
        return true;
    }
}
