using System.ComponentModel.DataAnnotations;

namespace Chunking.Fixed;

/// <summary>The configuration section <c>chunker:fixed</c>.</summary>
public sealed class FixedChunkerOptions
{
    /// <summary>Gets the longest piece where a caller does not say, in UTF-16 code units.</summary>
    /// <value>512 by default, at least 1.</value>
    [Range(1, int.MaxValue)]
    public int MaxSize { get; init; } = 512;
}
