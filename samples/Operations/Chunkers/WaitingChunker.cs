using Chunking;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Operations.Chunkers;

/// <summary>One that needs the slow one, and starts after it.</summary>
[Plugin("chunker", "waiting", DependsOn = ["chunker:slow"])]
internal sealed class WaitingChunker([FromKeyedServices("chunker:slow")] IChunker slow) : IChunker
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => slow.Chunk(text, maxSize);
}
