namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What is told of a server that does not keep to the protocol, without a call that it concerns.</summary>
internal enum WireReportKind
{
    /// <summary>A line, or the beginning of one, that is no message.</summary>
    Stray,

    /// <summary>A message over the limit, of which only the beginning was read.</summary>
    TooLong,

    /// <summary>An answer to what was never asked, was answered before or is waited for no more.</summary>
    UnknownAnswer,

    /// <summary>A request of the server that is not offered, and was refused.</summary>
    RefusedRequest,

    /// <summary>A message that could not be taken, or whose handler threw.</summary>
    Unusable,
}
