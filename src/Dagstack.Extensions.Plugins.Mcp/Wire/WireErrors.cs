using System.Globalization;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What the SDK and its transports throw, as what it means.</summary>
internal static class WireErrors
{
    /// <summary>What to do when a server is gone: why it went, only it can tell.</summary>
    public const string WhenGone = "Its error output or its log says why; calls are answered again when it was started anew and connected to.";

    private const string Prefix = "Request failed (remote): ";

    /// <summary>Tells what an exception of a request means.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="mask">Takes secrets out of what the server said; null for nothing.</param>
    /// <param name="timeout">How long was waited for, if it was for a time.</param>
    public static WireException Of(Exception exception, Func<string, string>? mask, TimeSpan? timeout = null) => exception switch
    {
        WireException known => known.Again(),
        McpProtocolException remote => WireException.OfRemote((int)remote.ErrorCode, Text(remote), Data(remote, mask), mask),
        JsonException nonsense => new(WireFault.Nonsense, $"What the server answered is not what the protocol says: {Cut(ExceptionText.MessageOf(nonsense), mask)}", nonsense),
        TimeoutException silent => new(
            WireFault.Silent,
            $"The server did not shake hands in time{(timeout is { } time ? $", which is {time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s" : "")} ({ExceptionText.MessageOf(silent)}). Start it by hand to see whether it speaks MCP over this transport; give one that is slow to start more time.",
            silent),
        InvalidDataException tooLong => new(WireFault.TooLong, tooLong.Message, tooLong),
        HttpRequestException { StatusCode: not null } status => StatusErrors.Of(status),
        ClientTransportClosedException or IOException or HttpRequestException or ObjectDisposedException =>
            new(WireFault.Gone, $"The connection to the server is no more ({Cut(exception, mask)}). {WhenGone}", exception),
        InvalidOperationException or NotSupportedException when exception.Message.Contains("input request", StringComparison.OrdinalIgnoreCase) => AsksForInput(exception),
        McpException when exception.Message.Contains("InputRequiredResult", StringComparison.Ordinal) => AsksForInput(exception),
        McpException when exception.Message.Contains(ToolHeaders.Keyword, StringComparison.Ordinal) =>
            new(WireFault.InvalidParams, $"An argument is to go into a header too, and cannot: {Cut(ExceptionText.MessageOf(exception), mask)}", exception),
        McpException other => new(WireFault.Nonsense, $"The server answered what is not the protocol: {Cut(ExceptionText.MessageOf(other), mask)}", other),
        OperationCanceledException cancelled => new(WireFault.Gone, $"The connection to the server was closed while it answered. {WhenGone}", cancelled),
        _ => new(WireFault.Gone, $"The connection to the server does not work any more ({Cut(exception, mask)}). {WhenGone}", exception),
    };

    /// <summary>A result by which the server asks for more than the arguments.</summary>
    public static WireException AsksForInput(Exception? inner = null) => new(
        WireFault.Refused,
        "The server asks for input (sampling, elicitation or roots), which a dagstack host does not offer. Give the tool all that it needs in its arguments or its configuration.",
        inner);

    /// <summary>A result by which the server gives a task.</summary>
    public static WireException GivesTask(string type) => new(
        WireFault.Refused,
        $"The server answered with '{Excerpt.Of(type)}' in place of a result, which a dagstack host does not follow. Let the tool answer when it is done: a call may be long.");

    // Of a connection that could not be made, what is inside says why.
    private static string Cut(Exception exception, Func<string, string>? mask) =>
        Cut(exception is HttpRequestException { InnerException: { } inner } ? $"{ExceptionText.Of(exception)} {ExceptionText.MessageOf(inner)}" : ExceptionText.Of(exception), mask);

    private static string Cut(string text, Func<string, string>? mask) => Excerpt.Cut(mask?.Invoke(text) ?? text, 300);

    private static string Text(McpProtocolException exception) =>
        exception.Message.StartsWith(Prefix, StringComparison.Ordinal) ? exception.Message[Prefix.Length..] : exception.Message;

    private static ErrorData Data(McpProtocolException exception, Func<string, string>? mask)
    {
        if (exception.Data.Count == 0)
        {
            return ErrorData.None;
        }

        using var buffer = new PooledBuffer();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("data"u8);
        foreach (System.Collections.DictionaryEntry entry in exception.Data)
        {
            writer.WritePropertyName(entry.Key.ToString()!);
            switch (entry.Value)
            {
                case JsonElement element:
                    element.WriteTo(writer);
                    break;
                case bool value:
                    writer.WriteBooleanValue(value);
                    break;
                case double value:
                    writer.WriteNumberValue(value);
                    break;
                case { } value:
                    writer.WriteStringValue(value.ToString());
                    break;
                default:
                    writer.WriteNullValue();
                    break;
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        using var document = JsonDocument.Parse(buffer.Written);
        return ErrorData.Of(document.RootElement, mask);
    }
}
