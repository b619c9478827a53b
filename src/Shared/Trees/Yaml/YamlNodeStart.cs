namespace Dagstack.Extensions.Shared;

/// <summary>Where a node begins, and what stands before its content.</summary>
/// <param name="line">The line of the first of it.</param>
/// <param name="column">The column of the first of it.</param>
/// <param name="tag">The tag, resolved, or null.</param>
/// <param name="anchor">The anchor, or null.</param>
internal readonly struct YamlNodeStart(int line, int column, string? tag, string? anchor)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string? Tag { get; } = tag;

    public string? Anchor { get; } = anchor;
}
