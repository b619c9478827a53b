using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>How the values of one declared type become JSON and come back.</summary>
internal sealed class ValueCodec<T>(JsonTypeInfo info) : ValueCodec
{
    private readonly JsonTypeInfo<T> _info = (JsonTypeInfo<T>)info;

    // A single token needs none of the state that the serializer keeps for its way through an object.
    private readonly JsonConverter<T>? _token = IsToken(typeof(T)) ? info.Converter as JsonConverter<T> : null;

    public override JsonTypeInfo Info => _info;

    public void Write(Utf8JsonWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (_token is not null)
        {
            _token.Write(writer, value, _info.Options);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, _info);
        }
    }

    public T? Read(ref Utf8JsonReader reader) =>
        _token is null || (default(T) is null && reader.TokenType == JsonTokenType.Null)
            ? JsonSerializer.Deserialize(ref reader, _info)
            : _token.Read(ref reader, typeof(T), _info.Options);

    public override void WriteUntyped(Utf8JsonWriter writer, object? value) => Write(writer, (T)value!);

    public override object? ReadUntyped(ref Utf8JsonReader reader) => Read(ref reader);

    private static bool IsToken(Type type) =>
        type.IsPrimitive || type == typeof(string) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
        || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan) || (type.IsEnum && !type.IsDefined(typeof(FlagsAttribute), inherit: false));
}
