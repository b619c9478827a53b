using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Bytes to nodes and back, for transports that know nodes only.</summary>
internal static class NodeBytes
{
    private static readonly LineSettings s_limits = new();

    /// <summary>Reads arguments.</summary>
    /// <exception cref="WireException">They are over the limit.</exception>
    public static JsonNode? Read(Action<IBufferWriter<byte>> writeArguments)
    {
        using var buffer = new PooledBuffer(s_limits.MaxMessageBytes);
        writeArguments(buffer);
        buffer.ThrowIfOver();
        return buffer.Length == 0 ? new JsonObject() : JsonNode.Parse(buffer.Written.Span);
    }

    /// <summary>Writes a result.</summary>
    public static WireResult Write(JsonNode? result)
    {
        var buffer = new PooledBuffer();
        using var writer = new Utf8JsonWriter(buffer);
        (result ?? new JsonObject()).WriteTo(writer);
        writer.Flush();
        return WireResult.Of(buffer);
    }
}
