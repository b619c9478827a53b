namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Why a call over the wire came to nothing.</summary>
internal enum WireFault
{
    /// <summary>The server answered with an error of JSON-RPC; its code, message and data are in the exception.</summary>
    RemoteError,

    /// <summary>The server answered -32602: it has no such tool, or cannot take these arguments.</summary>
    InvalidParams,

    /// <summary>The connection is no more, or was closed by this side.</summary>
    Gone,

    /// <summary>The server, or what stands before it, does not take this request; the connection is as it was.</summary>
    Unavailable,

    /// <summary>A message, or a list of tools, that is over the limit.</summary>
    TooLong,

    /// <summary>What came is not the protocol. The beginning of it is in the message.</summary>
    Nonsense,

    /// <summary>The server asks for input, or answers with a task: neither is offered.</summary>
    Refused,

    /// <summary>The server did not shake hands in time. Calls have no time of their own: that is their caller's.</summary>
    Silent,
}
