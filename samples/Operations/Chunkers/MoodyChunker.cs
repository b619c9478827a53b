using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations.Chunkers;

/// <summary>One that throws at times, each other call, and always for an empty text.</summary>
[Plugin("chunker", "moody")]
internal sealed class MoodyChunker : IChunker
{
    private int _calls;

    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) =>
        text.Length == 0 || Interlocked.Increment(ref _calls) % 2 == 1 ? throw new IOException("Not in the mood.") : [new(0, text)];
}
