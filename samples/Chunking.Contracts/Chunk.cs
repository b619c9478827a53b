namespace Chunking;

/// <summary>A piece of a text.</summary>
/// <param name="Offset">Where it begins, in UTF-16 code units.</param>
/// <param name="Text">The piece.</param>
public sealed record Chunk(int Offset, string Text);
