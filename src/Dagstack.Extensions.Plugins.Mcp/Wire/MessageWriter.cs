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

    /// <summary>Writes a request under the id that it has on this wire. The arguments of a <see cref="WireCall"/> go straight into the line.</summary>
    /// <exception cref="WireException">It is over the limit.</exception>
    public static PooledBuffer Request(JsonRpcRequest request, string id, WireCall? call, int maxLength)
    {
        var line = new PooledBuffer(maxLength);
        try
        {
            using var writer = new Utf8JsonWriter(line, s_options);
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("id"u8, id);
            writer.WriteString("method"u8, request.Method);
            if (request.Params is { } parameters)
            {
                SetLogLevel(parameters, call);
                writer.WritePropertyName("params"u8);
                parameters.WriteTo(writer);
            }

            writer.Flush();
            if (call is { HasArguments: true })
            {
                WriteArguments(line, call);
            }

            line.Write("}\n"u8);
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
            using var writer = new Utf8JsonWriter(line, s_options);
            JsonSerializer.Serialize(writer, message, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage)));
            writer.Flush();
            line.Write("\n"u8);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Puts the arguments behind the other parameters, of which there is one at least: the name of the tool.</summary>
    private static void WriteArguments(PooledBuffer line, WireCall call)
    {
        line.Rewind(1);
        line.Write(",\"arguments\":"u8);
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

        line.Write("}"u8);
    }

    /// <summary>The SDK takes the level out of every request.</summary>
    private static void SetLogLevel(JsonNode parameters, WireCall? call)
    {
        if (call?.LogLevel is { } level && parameters[WireKeys.Meta] is JsonObject meta && meta.ContainsKey(WireKeys.ProtocolVersion))
        {
            meta[WireKeys.LogLevel] = level;
        }
    }

    private static void Write(this PooledBuffer line, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(line.GetSpan(bytes.Length));
        line.Advance(bytes.Length);
    }
}
