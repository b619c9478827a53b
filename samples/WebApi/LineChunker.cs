using Chunking;

namespace WebApi;

/// <summary>Cuts a text at the ends of its lines.</summary>
internal sealed class LineChunker : IChunker
{
    /// <inheritdoc/>
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
    {
        var chunks = new List<Chunk>();
        for (var start = 0; start < text.Length;)
        {
            var line = text.IndexOf('\n', start) is var end and >= 0 ? end + 1 - start : text.Length - start;
            var length = Math.Min(line, maxSize ?? int.MaxValue);
            chunks.Add(new(start, text.Substring(start, length)));
            start += length;
        }

        return chunks;
    }
}
