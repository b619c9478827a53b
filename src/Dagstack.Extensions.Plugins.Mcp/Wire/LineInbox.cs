using System.Buffers;
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

    /// <summary>How many messages and texts without an end of line between them are taken apart.</summary>
    private const int MaxParts = 1_000;

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

        if (MessageScan.Read(bytes.Span, out var message) is not { } complaint)
        {
            TryTake(bytes, message);
            return;
        }

        // Part by part: whatever one is, the call that it belongs to ends, and those of the others have their answers.
        var split = new MessageSplit(bytes.Length);
        for (var parts = 1; ; parts++)
        {
            var next = parts < MaxParts ? split.Next(bytes.Span) : -1;
            if (next < 0)
            {
                TakePart(bytes, parts == 1 ? complaint : MessageScan.Read(bytes.Span, out message), message);
                return;
            }

            var part = bytes[..next];
            TakePart(part, MessageScan.Read(part.Span, out message), message);
            bytes = bytes[next..];
        }
    }

    private string Told(string name) => Excerpt.Of(line.Settings.Mask?.Invoke(name) ?? name);

    private string Told(ReadOnlySpan<byte> bytes) => Beginnings.Of(bytes, line.Settings.Mask);

    private void TakePart(ReadOnlyMemory<byte> bytes, string? complaint, in WireMessage message)
    {
        if (complaint is null)
        {
            TryTake(bytes, message);
        }
        else if (TopLevelId.Find(bytes.Span) is { } id && TryFind(id, out var entry))
        {
            entry.Fail(new WireException(WireFault.Nonsense, $"What the server wrote is no message, because {complaint}: {Told(bytes.Span)}"));
        }
        else if (!bytes.Span.Trim(" \t"u8).IsEmpty)
        {
            line.Report(WireReportKind.Stray, Told(bytes.Span));
        }
    }

    private void TryTake(ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        try
        {
            Take(bytes, message);
        }
        catch (Exception exception)
        {
            line.Report(WireReportKind.Unusable, $"{ExceptionText.Of(exception)} ({Told(bytes.Span)})");
        }
    }

    /// <summary>Finds whose answer something is.</summary>
    private bool TryFind(string id, out InsideEntry entry)
    {
        if (!line.Inside.TryTake(id, out entry))
        {
            return false;
        }

        line.HasAnswered = true;
        return true;
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

        if (message.Id.Id is not string id || !TryFind(id, out var entry))
        {
            line.Report(WireReportKind.UnknownAnswer, Told(bytes.Span));
            return;
        }

        TryAnswer(entry, bytes, message);
    }

    private void TryAnswer(InsideEntry entry, ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        try
        {
            Answer(entry, bytes, message);
        }
        catch (Exception exception)
        {
            entry.Fail(new(WireFault.Nonsense, $"The answer of the server cannot be read ({ExceptionText.Of(exception)}): {Told(bytes.Span)}", exception));
        }
    }

    private void Answer(InsideEntry entry, ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        if (message.Error.Exists)
        {
            var fault = ErrorReader.Read(message.Error.Of(bytes), line.Settings.Mask);
            entry.Fail(message.Id.Id is null ? fault.WithoutId() : fault);
        }
        else if (entry.Call is { } call)
        {
            call.Complete(TakeResult(bytes, message));
        }
        else
        {
            entry.Answer(JsonNode.Parse(HalfPairs.Mend(message.Result.Of(bytes)).Span));
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

    /// <summary>An error without an id answers something that could not be read. If one request is inside, that is the best guess, and the error says so.</summary>
    private void TakeComplaint(ReadOnlyMemory<byte> bytes, in WireMessage message)
    {
        if (message.Error.Exists && line.Inside.TakeOnly() is { } entry)
        {
            line.HasAnswered = true;
            TryAnswer(entry, bytes, message);
        }
        else
        {
            line.Report(WireReportKind.UnknownAnswer, Told(bytes.Span));
        }
    }

    private void TakeTooLong()
    {
        var text = $"A message of the server has {reader.TooLongLength:N0} bytes, and may have {line.Settings.MaxMessageBytes:N0}. Let it answer with less, or with the key of a blob. It begins: {Told(reader.Line.Span)}";
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
        else if (TryFind(id, out var entry))
        {
            entry.Fail(fault);
        }
    }

    private void Refuse(in WireMessage message)
    {
        if (line.Waiting > MaxReplies)
        {
            line.Report(WireReportKind.RefusedRequest, $"'{Told(message.Method!)}' and others before it: the server does not read the answers");
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

        line.Report(WireReportKind.RefusedRequest, $"'{Told(message.Method!)}'");
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
}
