using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>JSON of nodes, written as they are: the serializer would first look up what it knows of the types of .NET, which takes longer than all the writing of a build.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes an element of what is written.</summary>
    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new() { MaxDepth = 1000 });
    }

    /// <summary>Makes an element of a node.</summary>
    public static JsonElement Element(JsonObject node) => Element(writer => node.WriteTo(writer));

    /// <summary>Writes a node in one line, its texts without escapes for HTML.</summary>
    public static string Of(JsonNode? node)
    {
        if (node is null)
        {
            return "null";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_relaxed))
        {
            node.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
