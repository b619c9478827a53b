using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Bytes to nodes and back, for transports that know nodes only.</summary>
internal static class NodeBytes
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Reads arguments.</summary>
    /// <param name="parameters">What goes beside them, and counts as they do.</param>
    /// <param name="writeArguments">Writes them.</param>
    /// <param name="limit">How many bytes there may be.</param>
    /// <exception cref="WireException">They are over the limit.</exception>
    public static JsonNode? Read(JsonObject parameters, Action<IBufferWriter<byte>> writeArguments, int limit = WireLimits.MaxMessageBytes)
    {
        using var buffer = new PooledBuffer(limit);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            parameters.WriteTo(writer);
        }

        var start = buffer.Length;
        writeArguments(buffer);
        buffer.ThrowIfOver();
        return buffer.Length == start ? new JsonObject() : JsonNode.Parse(buffer.Written.Span[start..]);
    }

    /// <summary>Writes a result.</summary>
    /// <exception cref="WireException">It cannot be read.</exception>
    public static WireResult Write(JsonNode? result)
    {
        try
        {
            return WireResult.Of(Fill(result ?? new JsonObject()));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or JsonException)
        {
            throw new WireException(WireFault.Nonsense, $"What the server answered cannot be read ({Excerpt.Cut(ExceptionText.MessageOf(fault), 120)})", fault);
        }
    }

    /// <summary>Writes what a server sent.</summary>
    /// <exception cref="InvalidOperationException">A name has half of a pair of characters.</exception>
    /// <exception cref="ArgumentException">An object has a name twice.</exception>
    public static byte[] Of(JsonNode node)
    {
        using var buffer = Fill(node);
        return buffer.Written.ToArray();
    }

    private static PooledBuffer Fill(JsonNode node)
    {
        try
        {
            return Fill(node, static (node, writer) => node.WriteTo(writer));
        }
        catch (InvalidOperationException)
        {
            // A text in it has half of a pair of characters, and is carried as it came: whoever reads it says what is wrong.
            return Fill(node, WriteAsItCame);
        }
    }

    private static PooledBuffer Fill(JsonNode node, Action<JsonNode, Utf8JsonWriter> write)
    {
        var buffer = new PooledBuffer();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, s_options);
            write(node, writer);
            writer.Flush();
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void WriteAsItCame(JsonNode? node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, value) in map)
                {
                    writer.WritePropertyName(name);
                    WriteAsItCame(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteAsItCame(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue(out JsonElement element):
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
