using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations.Chunkers;

/// <summary>One that cannot release what it holds: when it is stopped, only a new process gives it back.</summary>
[Plugin("chunker", "greedy")]
internal sealed class GreedyChunker : IChunker, IPluginTeardown
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, text)];

    public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken) => new(false);
}
