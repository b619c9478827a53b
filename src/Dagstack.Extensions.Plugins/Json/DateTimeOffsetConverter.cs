using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A date and time with its offset, which is not left to the time zone of whoever reads.</summary>
internal sealed class DateTimeOffsetConverter : JsonConverter<DateTimeOffset>, IWireValue
{
    public string Expected => OffsetText.Expected;

    public JsonObject CreateSchema() => OffsetText.CreateSchema();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value) && OffsetText.IsIn(ref reader) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override DateTimeOffset ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = base.ReadAsPropertyName(ref reader, typeToConvert, options);
        return OffsetText.IsIn(ref reader) ? value : throw new JsonException();
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        base.WriteAsPropertyName(writer, value, options);
}
