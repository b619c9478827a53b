using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>How the values of one declared type become JSON and come back.</summary>
/// <remarks>
/// The converter is asked without the serializer, which looks for the end of a value before it reads it, so that all of it would be
/// read twice. It is the serializer for converters that it has to watch, and for <see cref="object"/>, which is written as what it is.
/// </remarks>
internal sealed class ValueCodec<T>(JsonTypeInfo info) : ValueCodec
{
    private readonly JsonTypeInfo<T> _info = (JsonTypeInfo<T>)info;
    private readonly JsonSerializerOptions _options = info.Options;
    private readonly JsonConverter<T>? _converter = typeof(T) != typeof(object) && IsKnown(info.Converter) ? info.Converter as JsonConverter<T> : null;

    public override JsonTypeInfo Info => _info;

    public void Write(Utf8JsonWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (_converter is not null)
        {
            _converter.Write(writer, value, _options);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, _info);
        }
    }

    public T? Read(ref Utf8JsonReader reader) =>
        _converter is null || !reader.IsFinalBlock || (default(T) is null && reader.TokenType == JsonTokenType.Null)
            ? JsonSerializer.Deserialize(ref reader, _info)
            : _converter.Read(ref reader, typeof(T), _options);

    public override void WriteUntyped(Utf8JsonWriter writer, object? value) => Write(writer, (T)value!);

    public override object? ReadUntyped(ref Utf8JsonReader reader) => Read(ref reader);

    private static bool IsKnown(JsonConverter converter) =>
        converter.GetType().Assembly is var assembly && (assembly == typeof(JsonSerializer).Assembly || assembly == typeof(PluginCodec).Assembly);
}
