using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes converters of bytes, which are base64 and not without end.</summary>
internal static class BytesConverter
{
    public const int MaxBytes = 10 * 1024 * 1024;

    public static JsonConverter OfArray { get; } = new Converter<byte[]>(static bytes => bytes, static bytes => bytes);

    public static JsonConverter OfMemory { get; } = new Converter<Memory<byte>>(static bytes => bytes.Span, static bytes => bytes);

    public static JsonConverter OfReadOnlyMemory { get; } = new Converter<ReadOnlyMemory<byte>>(static bytes => bytes.Span, static bytes => bytes);

    private static RefusedValueException TooMany(string found) =>
        new(found, "Put them into the resource \"blob_store\" and pass the key: JSON carries at most 10 MB at once.");

    private sealed class Converter<T>(Func<T, ReadOnlySpan<byte>> open, Func<byte[], T> make) : JsonConverter<T>, IWireValue
    {
        public string Expected => "bytes as base64, such as \"AAEC\"";

        public JsonObject CreateSchema() => new() { ["type"] = "string", ["contentEncoding"] = "base64", ["maxLength"] = (MaxBytes + 2) / 3 * 4 };

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException();
            }

            // An escaped text may be longer than its bytes; that one is looked at when it is decoded.
            var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
            if (!reader.ValueIsEscaped && length / 4 * 3 > MaxBytes + 2)
            {
                throw TooMany($"base64 of about {length / 4 * 3:#,0} bytes");
            }

            if (!reader.TryGetBytesFromBase64(out var bytes))
            {
                throw new JsonException();
            }

            return bytes.Length <= MaxBytes ? make(bytes) : throw TooMany($"{bytes.Length:#,0} bytes");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            var bytes = open(value);
            if (bytes.Length > MaxBytes)
            {
                throw TooMany($"{bytes.Length:#,0} bytes");
            }

            writer.WriteBase64StringValue(bytes);
        }
    }
}
