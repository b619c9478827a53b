using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What comes in on a line, one after the other.</summary>
internal sealed class LineInbox(LineTransport line, LineReader reader)
{
    /// <summary>From here on a result keeps the array that it was read into.</summary>
    private const int Large = 32 * 1024;

    /// <summary>How many refusals may wait for a server that asks and does not read.</summary>
    private const int MaxReplies = 256;

    /// <summary>How many beginnings of objects a message is looked for at, behind a text that stands before it.</summary>
    private const int MaxTries = 8;

    /// <summary>Handles the line that was read.</summary>
    public void Take(LineKind kind)
    {
        if (kind == LineKind.TooLong)
        {
            TakeTooLong();
            return;
        }

        var bytes = reader.Line;
        if (bytes.Span.Trim(" \t"u8).IsEmpty)
        {
            return;
        }

        if (MessageScan.Read(bytes.Span, out var message) is { } complaint && !TryTakeRest(ref bytes, out message))
        {
            var fault = new WireException(WireFault.Nonsense, $"What the server wrote is no message, because {complaint}: {Beginning(bytes.Span)}");
            if (TopLevelId.Find(bytes.Span) is { } id && line.Inside.TryTake(id, out var entry))
            {
                entry.Fail(fault);
            }
            else
            {
                line.Report(WireReportKind.Stray, Beginning(bytes.Span));
            }

            return;
        }

        try
        {
            Take(bytes, message);
        }
        catch (Exception exception)
        {
            line.Report(WireReportKind.Unusable, $"{ExceptionText.Of(exception)} ({Beginning(bytes.Span)})");
        }
    }

    /// <summary>The beginning of a line, for people.</summary>
    public static string Beginning(ReadOnlySpan<byte> bytes) => Excerpt.Cut(System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]), 200);

    /// <summary>A text that was printed without an end of line stands before the message that follows it, and would swallow it.</summary>
    private bool TryTakeRest(ref ReadOnlyMemory<byte> bytes, out WireMessage message)
    {
        message = default;
        var start = 1;
        for (var tries = 0; tries < MaxTries && start < bytes.Length; tries++)
        {
            var at = bytes.Span[start..].IndexOf("{\""u8);
            if (at < 0)
            {
                return false;
            }

            at += start;
            if (MessageScan.Read(bytes.Span[at..], out message) is null)
            {
                line.Report(WireReportKind.Stray, Beginning(bytes.Span[..at]));
                bytes = bytes[at..];
                return true;
            }

            start = at + 1;
        }

        return false;
    }

    private void Take(ReadOnlyMemory<byte> bytes, WireMessage message)
    {
        if (message.Method is null)
        {
            TakeAnswer(bytes, message);
        }
        else if (message.HasId)
        {
            Refuse(message);
        }
        else
        {
            line.Notified?.Invoke(message.Method, message.Params.Of(bytes));
        }
    }

    private void TakeAnswer(ReadOnlyMemory<byte> bytes, WireMessage message)
    {
        if (message.Id.Id is null)
        {
            TakeComplaint(bytes, message);
            return;
        }

        if (message.Id.Id is not string id || !line.Inside.TryTake(id, out var entry))
        {
            line.Report(WireReportKind.UnknownAnswer, Beginning(bytes.Span));
            return;
        }

        try
        {
            Answer(entry, bytes, message);
        }
        catch (Exception exception)
        {
            entry.Fail(new(WireFault.Nonsense, $"The answer of the server cannot be read ({ExceptionText.Of(exception)}): {Beginning(bytes.Span)}", exception));
        }
    }

    private void Answer(InsideEntry entry, ReadOnlyMemory<byte> bytes, WireMessage message)
    {
        if (message.Error.Exists)
        {
            entry.Fail(ReadError(message.Error.Of(bytes)));
        }
        else if (entry.Call is { } call)
        {
            JsonObject? forSpans = message.Shape.IsError ? new() { ["isError"] = true } : null;
            call.Complete(TakeResult(bytes, message));
            entry.Session.Deliver(new JsonRpcResponse { Id = entry.Id, Result = forSpans });
        }
        else
        {
            entry.Session.Deliver(new JsonRpcResponse { Id = entry.Id, Result = JsonNode.Parse(message.Result.Of(bytes.Span)) });
        }
    }

    private WireResult TakeResult(ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        if (bytes.Length < Large || bytes.Length != reader.Line.Length)
        {
            return WireResult.Copy(bytes.Span, message.Result, message.Shape);
        }

        var array = reader.Detach(out var offset);
        return WireResult.Own(array, offset, message.Result, message.Shape);
    }

    /// <summary>An error without an id answers something that could not be read. If one call is inside, it was that.</summary>
    private void TakeComplaint(ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        if (message.Error.Exists && line.Inside.TakeOnly() is { } entry)
        {
            entry.Fail(ReadError(message.Error.Of(bytes)));
        }
        else
        {
            line.Report(WireReportKind.UnknownAnswer, Beginning(bytes.Span));
        }
    }

    private void TakeTooLong()
    {
        var text = $"A message of the server has {reader.TooLongLength:N0} bytes, and may have {line.Settings.MaxMessageBytes:N0}. It begins: {Beginning(reader.Line.Span)}";
        line.Report(WireReportKind.TooLong, text);
        var fault = new WireException(WireFault.TooLong, text);
        if (reader.TooLongId is { HasMethod: true } || (reader.TooLongId?.Id is null && !reader.Line.Span.TrimStart(" \t"u8).StartsWith("{"u8)))
        {
            return;
        }

        if (reader.TooLongId?.Id is not { } id)
        {
            // It may be an answer, and nobody can tell whose.
            line.Inside.TakeAll().ForEach(entry => entry.Fail(fault));
        }
        else if (line.Inside.TryTake(id, out var entry))
        {
            entry.Fail(fault);
        }
    }

    private void Refuse(in WireMessage message)
    {
        if (line.Waiting > MaxReplies)
        {
            line.Report(WireReportKind.RefusedRequest, $"'{Excerpt.Of(message.Method!)}' and others before it: the server does not read the answers");
            return;
        }

        if (message.Id.Id is null)
        {
            return;
        }

        if (message.Method == WireKeys.Ping)
        {
            line.Post(new JsonRpcResponse { Id = message.Id, Result = new JsonObject() });
            return;
        }

        line.Report(WireReportKind.RefusedRequest, $"'{Excerpt.Of(message.Method!)}'");
        line.Post(new JsonRpcError
        {
            Id = message.Id,
            Error = new()
            {
                Code = (int)McpErrorCode.MethodNotFound,
                Message = $"'{Excerpt.Of(message.Method!)}' is not offered: a dagstack host calls tools, and offers neither sampling, elicitation nor roots.",
            },
        });
    }

    private static WireException ReadError(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var error = document.RootElement;
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new(WireFault.Nonsense, $"The server answered with an error that is no object: {Beginning(json.Span)}");
        }

        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) ? known : 0;
        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : Beginning(json.Span);
        return WireException.OfRemote(code, message, error.TryGetProperty("data", out var data) ? data.Clone() : null);
    }
}
