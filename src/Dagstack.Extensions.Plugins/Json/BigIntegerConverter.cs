using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A whole number of any size as text. Numbers are read too.</summary>
internal sealed class BigIntegerConverter : JsonConverter<BigInteger>, IWireValue
{
    public string Expected => "a whole number as text, such as \"12345678901234567890\", or a number";

    public JsonObject CreateSchema() => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^[+-]?[0-9]+$" };

    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
            _ => throw new JsonException(),
        };
        return Parse(text);
    }

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));

    public override BigInteger ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString(CultureInfo.InvariantCulture));

    // Without exponents: the nine letters of 1e9999999 are ten million digits.
    private static BigInteger Parse(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException();
}
