using Chunking;

/// <summary>Cuts a text into its lines, each with its end.</summary>
public sealed class LineChunker : IChunker
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
    {
        var (chunks, start) = (new List<Chunk>(), 0);
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            chunks.Add(new(start, text[start..end]));
            start = end;
        }

        return chunks;
    }
}
