using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Takes secrets out of the names, texts and numbers of JSON.</summary>
internal static class JsonMask
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the same JSON without them.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, Func<string, string> mask)
    {
        using var document = JsonText.Parse(json);
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, s_options);
        Write(document.RootElement, writer, mask);
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>Gets the same value without them.</summary>
    public static JsonElement Apply(JsonElement value, Func<string, string> mask)
    {
        using var document = JsonDocument.Parse(Apply(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray(), mask));
        return document.RootElement.Clone();
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, Func<string, string> mask)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(mask(member.Name));
                    Write(member.Value, writer, mask);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, writer, mask);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(mask(value.GetString()!));
                break;
            case JsonValueKind.Number when value.GetRawText() is var number && mask(number) is var masked && masked != number:
                writer.WriteStringValue(masked);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
