using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>An enum as the name of its member in snake_case.</summary>
internal sealed class EnumConverter<TEnum> : JsonConverter<TEnum>, IWireValue
    where TEnum : struct, Enum
{
    private readonly EnumNames<TEnum> _names = new();

    public string Expected => $"one of {_names.List}";

    public JsonObject CreateSchema() => _names.CreateSchema();

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? _names.Read(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(_names.NameOf(value));

    public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _names.Read(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WritePropertyName(_names.NameOf(value));
}
