namespace Chunking.Brackets;

/// <summary>Cuts a text where a pair of brackets ends. It goes one call deeper for each pair, however many there are.</summary>
public sealed class BracketChunker : IChunker
{
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
    {
        var chunks = new List<Chunk>();
        for (var start = 0; start < text.Length;)
        {
            var end = EndOf(text, start);
            chunks.Add(new(start, text[start..end]));
            start = end;
        }

        return chunks;
    }

    /// <summary>Finds where the brackets end that begin at an index, or the text.</summary>
    private static int EndOf(string text, int start)
    {
        var at = start + 1;
        while (at < text.Length && text[at] != ')')
        {
            at = text[at] == '(' ? EndOf(text, at) : at + 1;
        }

        return Math.Min(at + 1, text.Length);
    }
}
