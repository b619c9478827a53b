using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Dagstack.Tool.Settings;

/// <summary>Shows JSON of users, without the values that are named like secrets or have one in them.</summary>
internal static class MaskedJson
{
    /// <summary>Returns what is shown of a value; null for none.</summary>
    public static JsonElement? Of(JsonElement? json)
    {
        if (json is not { } value)
        {
            return null;
        }

        var shown = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(shown))
        {
            Write(writer, value, string.Empty);
        }

        var reader = new Utf8JsonReader(shown.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Shows a text.</summary>
    public static string? Text(string? text) => Masking.Show(string.Empty, text).Value;

    private static void Write(Utf8JsonWriter writer, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, $"{path}:{property.Name}");
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Write(writer, item, string.Create(CultureInfo.InvariantCulture, $"{path}:{index}"));
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when Masking.Show(path, value.ToString()) is (var masked, true):
                writer.WriteStringValue(masked);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
