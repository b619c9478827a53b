using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Writes messages as lines.</summary>
internal static class MessageWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    /// <summary>Writes a request. The arguments of a tool go straight into the line.</summary>
    /// <param name="request">The request.</param>
    /// <param name="self">What is said of the client with it.</param>
    /// <param name="maxLength">How many bytes it may have.</param>
    /// <exception cref="WireException">It is over the limit.</exception>
    public static PooledBuffer Request(in WireRequest request, WireSelf self, int maxLength)
    {
        var line = new PooledBuffer(maxLength);
        try
        {
            var writer = Begin(line);
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("id"u8, request.Id);
            writer.WriteString("method"u8, request.Method);
            writer.WriteStartObject("params"u8);
            WriteParameters(writer, request, self);
            if (request.WriteArguments is { } writeArguments)
            {
                writer.WritePropertyName("arguments"u8);
                writer.Flush();
                WriteArguments(line, writeArguments);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            End(writer);
            line.Write("\n"u8);
            line.ThrowIfOver();
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Writes any other message as the SDK does.</summary>
    public static PooledBuffer Other(JsonRpcMessage message)
    {
        var line = new PooledBuffer();
        try
        {
            var writer = Begin(line);
            JsonSerializer.Serialize(writer, message, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage)));
            End(writer);
            line.Write("\n"u8);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Takes the writer of the thread, which the code that writes arguments may need too: then that makes another.</summary>
    private static Utf8JsonWriter Begin(PooledBuffer line)
    {
        if (t_writer is not { } writer)
        {
            return new(line, s_options);
        }

        t_writer = null;
        writer.Reset(line);
        return writer;
    }

    /// <summary>Writes what is held back, and gives the writer back to the thread.</summary>
    private static void End(Utf8JsonWriter writer)
    {
        writer.Flush();
        t_writer = writer;
    }

    private static void WriteParameters(Utf8JsonWriter writer, in WireRequest request, WireSelf self)
    {
        if (request.Tool is { } tool)
        {
            writer.WriteString("name"u8, tool);
        }

        WriteMembers(writer, request.Parameters);
        if (request is { Meta: null, TellsProgress: false } && self.IsSilent)
        {
            return;
        }

        writer.WriteStartObject(WireKeys.Meta);
        WriteMembers(writer, request.Meta);
        if (request.TellsProgress)
        {
            writer.WriteString(WireKeys.ProgressToken, request.Id);
        }

        self.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonObject? members)
    {
        for (var i = 0; i < members?.Count; i++)
        {
            var (name, value) = members.GetAt(i);
            Write(writer, name, value);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonNode? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>Writes the arguments where a writer stands that holds nothing back.</summary>
    private static void WriteArguments(PooledBuffer line, Action<IBufferWriter<byte>> writeArguments)
    {
        var start = line.Length;
        writeArguments(line);
        if (line.Length == start)
        {
            line.Write("{}"u8);
        }

        // Between values JSON may have ends of lines; a message may not. Inside of texts they are escaped.
        var arguments = line.From(start);
        for (int at; (at = arguments.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; arguments = arguments[(at + 1)..])
        {
            arguments[at] = (byte)' ';
        }
    }

    private static void Write(this PooledBuffer line, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(line.GetSpan(bytes.Length));
        line.Advance(bytes.Length);
    }
}
