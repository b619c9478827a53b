using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A decimal as text, of which no other language drops digits. Numbers are read too.</summary>
internal sealed class DecimalConverter : JsonConverter<decimal>, IWireValue
{
    // A sign, 29 digits, a point.
    private const int MaxLength = 31;

    public string Expected => "a decimal number as text, such as \"12.50\", or a number";

    public JsonObject CreateSchema() => new() { ["type"] = new JsonArray("string", "number"), ["pattern"] = @"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$" };

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDecimal(out var number) => number,
        JsonTokenType.String when TryParse(ref reader, out var number) => number,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    private static bool TryParse(ref Utf8JsonReader reader, out decimal number)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return reader.HasValueSequence || reader.ValueIsEscaped
            ? decimal.TryParse(reader.GetString(), Styles, CultureInfo.InvariantCulture, out number)
            : decimal.TryParse(reader.ValueSpan, Styles, CultureInfo.InvariantCulture, out number);
    }
}
