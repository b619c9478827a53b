using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Testing;

internal sealed class ChainResultConverter<T> : JsonConverter<ChainResult<T>>
{
    public override ChainResult<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("value", out var value) ? ChainResult.Continue(value.Deserialize<T>(options)!) : default;
    }

    public override void Write(Utf8JsonWriter writer, ChainResult<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (!value.IsStop)
        {
            writer.WritePropertyName("value");
            JsonSerializer.Serialize(writer, value.Value, options);
        }

        writer.WriteEndObject();
    }
}
