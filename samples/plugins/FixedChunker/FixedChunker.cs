using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Chunking.Fixed;

/// <summary>Cuts text into pieces of equal length. A piece never ends between the two halves of a surrogate pair.</summary>
public sealed partial class FixedChunker(Clock clock, IOptionsMonitor<FixedChunkerOptions> options, ILogger<FixedChunker> logger) : IChunker
{
    /// <inheritdoc/>
    public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var size = maxSize ?? options.CurrentValue.MaxSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(maxSize));
        var started = clock.GetTimestamp();
        var chunks = new List<Chunk>(((text.Length - 1) / size) + 1);
        for (var offset = 0; offset < text.Length;)
        {
            var length = LengthAt(text, offset, size);
            chunks.Add(new(offset, text.Substring(offset, length)));
            offset += length;
        }

        LogChunked(text.Length, chunks.Count, clock.GetElapsedTime(started).TotalMilliseconds);
        return chunks;
    }

    private static int LengthAt(string text, int offset, int maxSize)
    {
        if (maxSize >= text.Length - offset)
        {
            return text.Length - offset;
        }

        var end = offset + maxSize;
        var cutsPair = char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]);
        return !cutsPair ? maxSize : maxSize == 1 ? 2 : maxSize - 1;
    }

    [LoggerMessage(1, LogLevel.Debug, "Cut {Length} code units into {Pieces} pieces in {Milliseconds} ms")]
    private partial void LogChunked(int length, int pieces, double milliseconds);
}
