using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Writes JSON so that equal values are equal bytes: members by the UTF-16 order of their names as RFC 8785 has it, no white space, and numbers by their exact value.</summary>
/// <remarks>RFC 8785 takes numbers as doubles, by which two large identifiers could become one. Here no digit is lost: 1, 1.0 and 10e-1 are equal, and nothing else is.</remarks>
internal static class CanonicalJson
{
    /// <summary>Writes a value.</summary>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair, which is no text.</exception>
    public static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(json, value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(value.GetString());
                break;
            case JsonValueKind.Number:
                json.WriteRawValue(NumberOf(value.GetRawText()), skipInputValidation: true);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>Writes an object of some members.</summary>
    public static void WriteMembers(Utf8JsonWriter json, IEnumerable<JsonProperty> members)
    {
        json.WriteStartObject();
        foreach (var member in members.OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(member.Name);
            Write(json, member.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>Returns the form of a number that all numbers of its value have: digits without zeros at either end, and an exponent where it is not 0.</summary>
    /// <param name="text">A JSON number.</param>
    public static string NumberOf(string text)
    {
        var sign = text[0] == '-' ? "-" : string.Empty;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = text[sign.Length..(e < 0 ? text.Length : e)];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        var all = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var digits = all.TrimStart('0');
        if (digits.Length == 0)
        {
            return "0";
        }

        var kept = digits.TrimEnd('0');
        var exponent = (e < 0 ? 0 : System.Numerics.BigInteger.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) - decimals + (digits.Length - kept.Length);
        return exponent.IsZero ? sign + kept : string.Create(CultureInfo.InvariantCulture, $"{sign}{kept}e{exponent}");
    }
}
