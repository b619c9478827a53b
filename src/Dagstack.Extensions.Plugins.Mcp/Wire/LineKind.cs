namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a reader of lines came to.</summary>
internal enum LineKind
{
    /// <summary>A whole line, or the last one without its end.</summary>
    Line,

    /// <summary>A line that is over the limit and was skipped.</summary>
    TooLong,

    /// <summary>The end.</summary>
    End,
}
