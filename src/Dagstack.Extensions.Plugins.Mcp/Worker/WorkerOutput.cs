using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Writes messages, each as one line and whole.</summary>
/// <param name="stream">Where they go.</param>
internal sealed class WorkerOutput(Stream stream)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Lock _gate = new();

    /// <summary>Answers a request by a result. Nothing is written if its text cannot be made.</summary>
    /// <param name="id">The id of the request, as JSON.</param>
    /// <param name="write">Writes the members of the result.</param>
    public void Answer(string id, Action<Utf8JsonWriter> write) => Write(id, "result", write);

    /// <summary>Answers a request by a result that is known as text.</summary>
    /// <param name="id">The id of the request, as JSON.</param>
    /// <param name="members">The members of the result, in one line.</param>
    public void AnswerText(string id, string members)
    {
        var line = Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{{{members}}}}}\n");
        lock (_gate)
        {
            Send(line);
        }
    }

    /// <summary>Answers a request by an error of the protocol.</summary>
    public void Refuse(string id, int code, string message, Action<Utf8JsonWriter>? data = null) => Write(id, "error", writer =>
    {
        writer.WriteNumber("code", code);
        writer.WriteString("message", message);
        data?.Invoke(writer);
    });

    /// <summary>Says something that nobody answers.</summary>
    public void Notify(string method, Action<Utf8JsonWriter> write)
    {
        using var line = new PooledBuffer(WireLimits.MaxMessageBytes);
        using (var writer = new Utf8JsonWriter(line, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("method"u8, method);
            writer.WriteStartObject("params"u8);
            write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        Write(line);
    }

    private void Write(string id, string part, Action<Utf8JsonWriter> write)
    {
        using var line = new PooledBuffer(WireLimits.MaxMessageBytes);
        using (var writer = new Utf8JsonWriter(line, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id, skipInputValidation: true);
            writer.WriteStartObject(part);
            write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        Write(line);
    }

    private void Write(PooledBuffer line)
    {
        line.ThrowIfOver();

        // Between values a converter may write ends of lines; inside of texts they are escaped.
        var rest = line.From(0);
        for (int at; (at = rest.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; rest = rest[(at + 1)..])
        {
            rest[at] = (byte)' ';
        }

        line.GetSpan(1)[0] = (byte)'\n';
        line.Advance(1);
        lock (_gate)
        {
            Send(line.Written.Span);
        }
    }

    private void Send(ReadOnlySpan<byte> line)
    {
        try
        {
            stream.Write(line);
        }
        catch (IOException)
        {
            // The host is gone, and so is whoever this is for.
            Environment.Exit(1);
        }
    }
}
