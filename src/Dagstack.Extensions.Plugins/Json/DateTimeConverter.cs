using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A date and time whose kind is known, written with its offset.</summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>, IWireValue
{
    public string Expected => OffsetText.Expected;

    public JsonObject CreateSchema() => OffsetText.CreateSchema();

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var value) && value.Kind != DateTimeKind.Unspecified ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(Known(value));

    public override DateTime ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = base.ReadAsPropertyName(ref reader, typeToConvert, options);
        return value.Kind != DateTimeKind.Unspecified ? value : throw new JsonException();
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        base.WriteAsPropertyName(writer, Known(value), options);

    private static DateTime Known(DateTime value) => value.Kind != DateTimeKind.Unspecified
        ? value
        : throw new RefusedValueException(
            "a DateTime of kind Unspecified, which means another moment in another time zone",
            "Use DateTimeOffset, or a DateTime of kind Utc; for a date or a time of day alone, DateOnly or TimeOnly.");
}
