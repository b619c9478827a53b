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

    /// <summary>Writes a request under the id that it has on this wire. The arguments of a <see cref="WireCall"/> go straight into the line.</summary>
    /// <exception cref="WireException">It is over the limit.</exception>
    public static PooledBuffer Request(JsonRpcRequest request, string id, WireCall? call, int maxLength)
    {
        var line = new PooledBuffer(maxLength);
        try
        {
            var writer = Begin(line);
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("id"u8, id);
            writer.WriteString("method"u8, request.Method);
            if (request.Params is { } parameters)
            {
                writer.WriteStartObject("params"u8);
                WriteParameters(writer, parameters.AsObject(), call);
                if (call is { HasArguments: true })
                {
                    writer.WritePropertyName("arguments"u8);
                    writer.Flush();
                    WriteArguments(line, call);
                }

                writer.WriteEndObject();
            }

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

    private static void WriteParameters(Utf8JsonWriter writer, JsonObject parameters, WireCall? call)
    {
        var hasMeta = false;
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, value) = parameters.GetAt(i);
            if (name == WireKeys.Meta && value is JsonObject meta)
            {
                hasMeta = true;
                WriteMeta(writer, meta, call);
                continue;
            }

            Write(writer, name, value);
        }

        if (!hasMeta && call is { TellsProgress: true })
        {
            WriteMeta(writer, null, call);
        }
    }

    /// <summary>Writes what goes with a request, and beside it what the SDK takes out, or would make nodes of: the level of log messages and the token of progress.</summary>
    private static void WriteMeta(Utf8JsonWriter writer, JsonObject? meta, WireCall? call)
    {
        writer.WriteStartObject(WireKeys.Meta);
        var isOfDiscovery = false;
        for (var i = 0; i < meta?.Count; i++)
        {
            var (name, value) = meta.GetAt(i);
            isOfDiscovery |= name == WireKeys.ProtocolVersion;
            Write(writer, name, value);
        }

        if (call is { TellsProgress: true })
        {
            writer.WriteString(WireKeys.ProgressToken, call.Id);
        }

        if (isOfDiscovery && call?.LogLevel is { } level)
        {
            writer.WriteString(WireKeys.LogLevel, level);
        }

        writer.WriteEndObject();
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
    private static void WriteArguments(PooledBuffer line, WireCall call)
    {
        var start = line.Length;
        call.WriteArguments(line);
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
