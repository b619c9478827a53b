using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>A JSON number as it is written, without rounding: a mantissa times a power of ten.</summary>
/// <remarks>Exponents may be huge: nothing here ever writes such a number out.</remarks>
internal readonly struct JsonNumber : IComparable<JsonNumber>, IEquatable<JsonNumber>
{
    private const long MaxExponent = 1_000_000_000_000_000;

    private readonly BigInteger _mantissa;
    private readonly long _exponent;
    private readonly long _magnitude;

    private JsonNumber(BigInteger mantissa, long exponent, int digits)
    {
        _mantissa = mantissa;
        _exponent = exponent;
        _magnitude = digits + exponent;
    }

    public bool IsInteger => _mantissa.IsZero || _exponent >= 0;

    public int Sign => _mantissa.Sign;

    public static JsonNumber Of(JsonElement number) => Parse(JsonMarshal.GetRawUtf8Value(number));

    /// <summary>Reads a number that has been parsed as JSON before.</summary>
    public static JsonNumber Parse(ReadOnlySpan<byte> text)
    {
        var digits = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        long exponent = 0;
        var afterPoint = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = (char)text[i];
            if (c is 'e' or 'E')
            {
                exponent += ParseExponent(text[(i + 1)..]);
                break;
            }

            afterPoint |= c == '.';
            if (char.IsAsciiDigit(c))
            {
                exponent -= afterPoint ? 1 : 0;
                if (count > 0 || c != '0')
                {
                    digits[count++] = c;
                }
            }
        }

        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
            exponent++;
        }

        if (count == 0)
        {
            return default;
        }

        var mantissa = count <= 18 ? long.Parse(digits[..count], NumberStyles.None, CultureInfo.InvariantCulture) : BigInteger.Parse(digits[..count], NumberStyles.None, CultureInfo.InvariantCulture);
        return new(text[0] == '-' ? -mantissa : mantissa, exponent, count);
    }

    public int CompareTo(JsonNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        if (_magnitude != other._magnitude)
        {
            return Sign * _magnitude.CompareTo(other._magnitude);
        }

        // Of equal magnitude, the exponents differ by no more than there are digits.
        var shift = _exponent - other._exponent;
        return shift >= 0
            ? (_mantissa * BigInteger.Pow(10, (int)shift)).CompareTo(other._mantissa)
            : _mantissa.CompareTo(other._mantissa * BigInteger.Pow(10, (int)-shift));
    }

    /// <summary>Tells whether it is a multiple of another number, which is above zero.</summary>
    public bool IsMultipleOf(JsonNumber divisor)
    {
        var shift = _exponent - divisor._exponent;

        // A mantissa does not end with a zero, so one that has to be divided by ten again cannot be.
        return Sign == 0 || (shift >= 0 && (_mantissa * BigInteger.ModPow(10, shift, divisor._mantissa) % divisor._mantissa).IsZero);
    }

    public bool Equals(JsonNumber other) => _exponent == other._exponent && _mantissa == other._mantissa;

    public override bool Equals(object? obj) => obj is JsonNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_mantissa, _exponent);

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        long exponent = 0;
        foreach (var c in text)
        {
            exponent = char.IsAsciiDigit((char)c) ? Math.Min((exponent * 10) + (c - '0'), MaxExponent) : exponent;
        }

        return text[0] == '-' ? -exponent : exponent;
    }
}
