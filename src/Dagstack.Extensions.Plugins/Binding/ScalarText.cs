using System.Globalization;
using System.Numerics;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Reads a single value from its text: strictly, and the same in every culture.</summary>
/// <remarks>The types named here are the framework's; a plugin's come in by <see cref="EnumText"/> and <see cref="ParsableText"/>.</remarks>
internal static class ScalarText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Uri) || type == typeof(byte[]) || type == typeof(Version) || ParsableText.IsParsable(type);

    /// <summary>Reads a value.</summary>
    /// <param name="type">The type, not a nullable one.</param>
    /// <param name="text">The text.</param>
    /// <param name="names">The key as written and the property's name: they may tell a unit.</param>
    /// <param name="expected">What the text must be, whether it is or not.</param>
    /// <param name="advice">What to do, if there is more to say.</param>
    /// <returns>The value, or null if the text is not one.</returns>
    public static object? Parse(Type type, string text, ReadOnlySpan<string?> names, out string expected, out string? advice)
    {
        advice = null;
        if (type.IsEnum)
        {
            return EnumText.Parse(type, text, out expected, out advice);
        }

        if (type == typeof(TimeSpan))
        {
            return DurationText.Parse(text, names, out expected, out advice);
        }

        if (type == typeof(string))
        {
            expected = "a text";
            return text;
        }

        if (type == typeof(bool))
        {
            expected = "true or false";
            return text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
                : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
                : null;
        }

        if (type == typeof(char))
        {
            expected = "a single character";
            return text.Length == 1 ? text[0] : null;
        }

        if (type == typeof(Guid))
        {
            expected = "a GUID such as 0f8fad5b-d9cb-469f-a165-70867728950e";
            return Guid.TryParseExact(text, "D", out var guid) || Guid.TryParseExact(text, "N", out guid) || Guid.TryParseExact(text, "B", out guid) ? guid : null;
        }

        if (type == typeof(Uri))
        {
            expected = "a URI";
            return text.Length > 0 && Uri.TryCreate(text, text.Contains("://", StringComparison.Ordinal) ? UriKind.Absolute : UriKind.RelativeOrAbsolute, out var uri) ? uri : null;
        }

        if (type == typeof(byte[]))
        {
            expected = "bytes in base64";
            var bytes = new byte[(text.Length / 4 * 3) + 3];
            return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
        }

        if (type == typeof(Version))
        {
            expected = "a version such as 1.2.3";
            return Version.TryParse(text, out var version) ? version : null;
        }

        return Number(type, text, out expected)
            ?? (expected.Length > 0 ? null : DateText.Parse(type, text, out expected))
            ?? (expected.Length > 0 ? null : ParsableText.Parse(type, text, out expected, out advice));
    }

    private static object? Number(Type type, string text, out string expected) =>
        type == typeof(int) ? Whole<int>(text, out expected)
        : type == typeof(long) ? Whole<long>(text, out expected)
        : type == typeof(uint) ? Whole<uint>(text, out expected)
        : type == typeof(ulong) ? Whole<ulong>(text, out expected)
        : type == typeof(short) ? Whole<short>(text, out expected)
        : type == typeof(ushort) ? Whole<ushort>(text, out expected)
        : type == typeof(byte) ? Whole<byte>(text, out expected)
        : type == typeof(sbyte) ? Whole<sbyte>(text, out expected)
        : type == typeof(nint) ? Whole<nint>(text, out expected)
        : type == typeof(nuint) ? Whole<nuint>(text, out expected)
        : type == typeof(Int128) ? Whole<Int128>(text, out expected)
        : type == typeof(UInt128) ? Whole<UInt128>(text, out expected)
        : type == typeof(double) ? Real<double>(text, out expected)
        : type == typeof(float) ? Real<float>(text, out expected)
        : type == typeof(Half) ? Real<Half>(text, out expected)
        : type == typeof(decimal) ? Real<decimal>(text, out expected)
        : None(out expected);

    private static object? Whole<T>(string text, out string expected)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        expected = string.Create(Invariant, $"a whole number from {T.MinValue} to {T.MaxValue}");
        return T.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out var value) ? value : null;
    }

    private static object? Real<T>(string text, out string expected)
        where T : struct, INumber<T>
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        expected = "a number such as 0.5";
        return T.TryParse(text, style, Invariant, out var value) && T.IsFinite(value) ? value : null;
    }

    private static object? None(out string expected)
    {
        expected = string.Empty;
        return null;
    }
}
