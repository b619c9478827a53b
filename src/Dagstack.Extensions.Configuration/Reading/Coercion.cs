using System.Globalization;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Which values are taken for which types: <c>_meta/coercion.yaml</c>.</summary>
internal static partial class Coercion
{
    public const string Int64Expected = "a whole number within ±9007199254740991, or a string of one";
    public const string DoubleExpected = "a number, or a string of one";
    public const string BooleanExpected = "true or false, or a string: true, false, yes, no, 1 or 0";
    public const string StringExpected = "a string";
    public const string ListExpected = "a list";

    /// <summary>get_int: whole numbers, whole floats, and strings of digits, all within ±(2^53-1).</summary>
    public static bool TryInt64(ScalarView value, out long result)
    {
        result = 0;
        if (value.Scalar is { Kind: ScalarKind.Integer } scalar)
        {
            result = scalar.Int64;
            return scalar.IsInt64 && SafeIntegers.Contains(result);
        }

        return value.Text is { } text
            && Whole().IsMatch(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result)
            && SafeIntegers.Contains(result);
    }

    /// <summary>get_number: numbers that are finite, and strings of them.</summary>
    public static bool TryDouble(ScalarView value, out double result)
    {
        switch (value.Scalar?.Kind)
        {
            case ScalarKind.Integer:
                result = value.Scalar.IsInt64 ? value.Scalar.Int64 : (double)value.Scalar.BigInteger;
                return double.IsFinite(result);
            case ScalarKind.Float:
                result = value.Scalar.Float;
                return double.IsFinite(result);
            default:
                result = 0;
                return value.Text is { } text
                    && Number().IsMatch(text)
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out result)
                    && double.IsFinite(result);
        }
    }

    /// <summary>get_bool: booleans, and six strings in any case; no numbers.</summary>
    public static bool TryBoolean(ScalarView value, out bool result)
    {
        if (value.Scalar is { Kind: ScalarKind.Boolean } scalar)
        {
            result = scalar.Boolean;
            return true;
        }

        result = value.Text is "1" || Is("true") || Is("yes");
        return result || value.Text is "0" || Is("false") || Is("no");

        bool Is(string word) => word.Equals(value.Text, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^-?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();
}
