using Chunking;
using Dagstack.Extensions.Plugins;

namespace Operations.Chunkers;

/// <summary>One that is fine. It cuts at the ends of lines, and the others are replaced by it when they fail.</summary>
[Plugin("chunker", "lines")]
internal sealed class LineChunker : IChunker
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
    {
        var chunks = new List<Chunk>();
        for (var offset = 0; offset < text.Length; offset += chunks[^1].Text.Length)
        {
            var end = text.IndexOf('\n', offset);
            chunks.Add(new(offset, end < 0 ? text[offset..] : text[offset..(end + 1)]));
        }

        return chunks;
    }
}
