using System.Globalization;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>What a plain scalar is: the core schema of YAML 1.2.2 (§10.3.2). <c>yes</c> and <c>on</c> are strings, <c>0755</c> is decimal, <c>0o755</c> octal.</summary>
internal static class YamlScalars
{
    /// <summary>Finds the type of a plain scalar.</summary>
    public static ScalarKind KindOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return ScalarKind.Null;
        }

        return text[0] switch
        {
            '~' => text.Length == 1 ? ScalarKind.Null : ScalarKind.String,
            'n' or 'N' => text is "null" or "Null" or "NULL" ? ScalarKind.Null : ScalarKind.String,
            't' or 'T' => text is "true" or "True" or "TRUE" ? ScalarKind.Boolean : ScalarKind.String,
            'f' or 'F' => text is "false" or "False" or "FALSE" ? ScalarKind.Boolean : ScalarKind.String,
            '+' or '-' or '.' or (>= '0' and <= '9') => NumberKind(text),
            _ => ScalarKind.String,
        };
    }

    /// <summary>Makes the scalar of a kind that the text has been found to be.</summary>
    public static ConfigScalar Make(ScalarKind kind, string text, bool interpolated, ReadContext context, int line, int column)
    {
        var file = context.File;
        switch (kind)
        {
            case ScalarKind.Null:
                return ConfigScalar.Null(file, line, column, interpolated ? text : null);
            case ScalarKind.Boolean:
                return ConfigScalar.OfBoolean(file, line, column, text[0] is 't' or 'T', interpolated ? text : null);
            case ScalarKind.Integer:
                return Integer(text, interpolated, context, line, column);
            case ScalarKind.Float:
                context.CheckNumber(text.Length, line, column);
                return Float(text, interpolated, context, line, column);
            default:
                return ConfigScalar.OfString(file, line, column, text, interpolated);
        }
    }

    private static ScalarKind NumberKind(ReadOnlySpan<char> text)
    {
        if (text is ".nan" or ".NaN" or ".NAN")
        {
            return ScalarKind.Float;
        }

        if (text.Length > 2 && text[0] == '0' && text[1] is 'o' or 'x')
        {
            var digits = text[2..];
            return !digits.IsEmpty && !digits.ContainsAnyExcept(text[1] == 'o' ? "01234567" : "0123456789abcdefABCDEF") ? ScalarKind.Integer : ScalarKind.String;
        }

        var rest = text[0] is '+' or '-' ? text[1..] : text;
        if (rest is ".inf" or ".Inf" or ".INF")
        {
            return ScalarKind.Float;
        }

        var whole = Digits(rest);
        if (whole == rest.Length)
        {
            return whole > 0 ? ScalarKind.Integer : ScalarKind.String;
        }

        rest = rest[whole..];
        if (rest[0] == '.')
        {
            var fraction = Digits(rest[1..]);
            if (whole == 0 && fraction == 0)
            {
                return ScalarKind.String;
            }

            rest = rest[(1 + fraction)..];
        }
        else if (whole == 0)
        {
            return ScalarKind.String;
        }

        return rest.IsEmpty || IsExponent(rest) ? ScalarKind.Float : ScalarKind.String;
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }

        text = text.Length > 1 && text[1] is '+' or '-' ? text[2..] : text[1..];
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static ConfigScalar Integer(string text, bool interpolated, ReadContext context, int line, int column)
    {
        if (text.Length > 2 && text[1] is 'x' or 'o')
        {
            // A leading zero keeps the highest bit from being a sign.
            var value = text[1] == 'x'
                ? context.Integer($"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, line, column)
                : Octal(text, context, line, column);
            return ConfigScalar.OfInteger(context.File, line, column, value, interpolated ? text : null, interpolated);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)
            ? ConfigScalar.OfInteger(context.File, line, column, small, text, interpolated)
            : ConfigScalar.OfInteger(context.File, line, column, context.Integer(text, NumberStyles.AllowLeadingSign, line, column), text, interpolated);
    }

    private static System.Numerics.BigInteger Octal(string text, ReadContext context, int line, int column)
    {
        context.CheckNumber(text.Length, line, column);
        var value = System.Numerics.BigInteger.Zero;
        foreach (var digit in text.AsSpan(2))
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static ConfigScalar Float(string text, bool interpolated, ReadContext context, int line, int column)
    {
        if (text.AsSpan().ContainsAny("nN"))
        {
            var special = text.EndsWith("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return ConfigScalar.OfFloat(context.File, line, column, special, interpolated ? text : null, interpolated);
        }

        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            context.Report($"the number {text} is too large: at most 1.7976931348623157e308 is read. Put it in quotes if it is a text.", line, column);
        }

        return ConfigScalar.OfFloat(context.File, line, column, value, text, interpolated);
    }
}
