using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Bytes to nodes and back, for transports that know nodes only.</summary>
internal static class NodeBytes
{
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
    public static WireResult Write(JsonNode? result)
    {
        var buffer = new PooledBuffer();
        try
        {
            using var writer = new Utf8JsonWriter(buffer);
            (result ?? new JsonObject()).WriteTo(writer);
            writer.Flush();
            return WireResult.Of(buffer);
        }
        catch (InvalidOperationException fault)
        {
            buffer.Dispose();
            throw new WireException(WireFault.Nonsense, $"The result cannot be read, because it has half of a pair of characters ({ExceptionText.MessageOf(fault)})", fault);
        }
    }
}
