using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A call over the wire that came to nothing, typed for the layer above, which knows the plugin.</summary>
internal sealed class WireException : IOException
{
    /// <summary>How many characters of a server's own message are kept.</summary>
    private const int LongestMessage = 4 * 1024;

    public WireException(WireFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Gets why.</summary>
    public WireFault Fault { get; }

    /// <summary>Gets the code of the error that the server answered with, if it did.</summary>
    public int? RemoteCode { get; init; }

    /// <summary>Gets the data of the error that the server answered with, if it sent some.</summary>
    public JsonElement? RemoteData { get; init; }

    /// <summary>Gets the status that a server answered with over HTTP, if it was not one of success.</summary>
    public int? Status { get; init; }

    /// <summary>Gets how long the server asks to wait before the request is made again, if it does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets whether the same request may be answered later: the connection failed, or the server is busy or not there yet.</summary>
    public bool IsTransient => Fault == WireFault.Gone || (Fault == WireFault.Unavailable && Status is 429 or 502 or 503 or 504);

    /// <summary>Gets whether it is a fault of the transport, which a server that answers does not cause.</summary>
    public bool IsOfTransport => IsTransient && Status != 429;

    /// <summary>Gets whether the server went when it was asked to discover, before it answered anything. It may know <c>initialize</c> only: start it again at once, and greet it by that.</summary>
    public bool DiedOnDiscovery { get; init; }

    /// <summary>Gets whether the server never had the whole of the request, so that it has done nothing of it.</summary>
    public bool WasNotSent { get; init; }

    /// <summary>The error that a server answered with. Its message may be of any length and have any characters.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">Its message.</param>
    /// <param name="data">Its data, without secrets.</param>
    /// <param name="mask">Takes secrets out of the message; null for nothing.</param>
    public static WireException OfRemote(int code, string message, ErrorData data, Func<string, string>? mask) =>
        new(code == (int)ModelContextProtocol.McpErrorCode.InvalidParams ? WireFault.InvalidParams : WireFault.RemoteError, InOneLine(mask?.Invoke(message) ?? message) + data.Note)
        {
            RemoteCode = code,
            RemoteData = data.Value,
        };

    /// <summary>The same, of an error that names no request.</summary>
    public WireException WithoutId() => new(
        Fault,
        $"{Message} (The server says it of no request by its id, as of one that it could not read; this was the only request that waited for an answer.)",
        this)
    {
        RemoteCode = RemoteCode,
        RemoteData = RemoteData,
    };

    /// <summary>The same for one more caller: an exception that is thrown on two threads mixes their stacks.</summary>
    public WireException Again() => Again(WasNotSent);

    /// <summary>The same for a caller whose request the server never had.</summary>
    public WireException Unsent() => Again(wasNotSent: true);

    private WireException Again(bool wasNotSent) => new(Fault, Message, this)
    {
        RemoteCode = RemoteCode,
        RemoteData = RemoteData,
        Status = Status,
        RetryAfter = RetryAfter,
        DiedOnDiscovery = DiedOnDiscovery,
        WasNotSent = wasNotSent,
    };

    private static string InOneLine(string message)
    {
        // Two characters may become one: of an end of line.
        var beginning = message.Length > (2 * LongestMessage) + 2 ? message[..((2 * LongestMessage) + 2)] : message;
        return Excerpt.Cut(beginning.ReplaceLineEndings(" "), LongestMessage);
    }
}
