using System.Globalization;
using System.Numerics;

namespace Dagstack.Extensions.Shared;

/// <summary>What a plain scalar is: the core schema of YAML 1.2.2 (§10.3.2). <c>yes</c> and <c>on</c> are strings, <c>0755</c> is decimal, <c>0o755</c> octal.</summary>
internal static class YamlScalars
{
    /// <summary>Finds the type of a plain scalar.</summary>
    public static YamlKind KindOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return YamlKind.Null;
        }

        return text[0] switch
        {
            '~' => text.Length == 1 ? YamlKind.Null : YamlKind.Text,
            'n' or 'N' => text is "null" or "Null" or "NULL" ? YamlKind.Null : YamlKind.Text,
            't' or 'T' => text is "true" or "True" or "TRUE" ? YamlKind.Boolean : YamlKind.Text,
            'f' or 'F' => text is "false" or "False" or "FALSE" ? YamlKind.Boolean : YamlKind.Text,
            '+' or '-' or '.' or (>= '0' and <= '9') => NumberKind(text),
            _ => YamlKind.Text,
        };
    }

    /// <summary>Makes the scalar of a kind that the text has been found to be.</summary>
    public static TNode Make<TNode>(YamlKind kind, string text, TreeBuilder<TNode> builder, int line, int column)
        where TNode : class => kind switch
        {
            YamlKind.Null => builder.Null(line, column),
            YamlKind.Boolean => builder.Boolean(text[0] is 't' or 'T', line, column),
            YamlKind.Integer => Integer(text, builder, line, column),
            YamlKind.Float => Float(text, builder, line, column),
            _ => builder.Verbatim(text, line, column),
        };

    private static YamlKind NumberKind(ReadOnlySpan<char> text)
    {
        if (text is ".nan" or ".NaN" or ".NAN")
        {
            return YamlKind.Float;
        }

        if (text.Length > 2 && text[0] == '0' && text[1] is 'o' or 'x')
        {
            var digits = text[2..];
            return !digits.IsEmpty && !digits.ContainsAnyExcept(text[1] == 'o' ? "01234567" : "0123456789abcdefABCDEF") ? YamlKind.Integer : YamlKind.Text;
        }

        var rest = text[0] is '+' or '-' ? text[1..] : text;
        if (rest is ".inf" or ".Inf" or ".INF")
        {
            return YamlKind.Float;
        }

        var whole = Digits(rest);
        if (whole == rest.Length)
        {
            return whole > 0 ? YamlKind.Integer : YamlKind.Text;
        }

        rest = rest[whole..];
        if (rest[0] == '.')
        {
            var fraction = Digits(rest[1..]);
            if (whole == 0 && fraction == 0)
            {
                return YamlKind.Text;
            }

            rest = rest[(1 + fraction)..];
        }
        else if (whole == 0)
        {
            return YamlKind.Text;
        }

        return rest.IsEmpty || IsExponent(rest) ? YamlKind.Float : YamlKind.Text;
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

    private static TNode Integer<TNode>(string text, TreeBuilder<TNode> builder, int line, int column)
        where TNode : class
    {
        var isDecimal = text.Length <= 2 || text[1] is not ('x' or 'o');
        if (isDecimal && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small))
        {
            return builder.Integer(small, text, line, column);
        }

        builder.CheckNumber(text.Length, line, column);
        if (isDecimal)
        {
            return builder.LargeInteger(text, line, column);
        }

        // A leading zero keeps the highest bit from being a sign.
        var value = text[1] == 'x' ? BigInteger.Parse($"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Octal(text.AsSpan(2));
        return value <= long.MaxValue
            ? builder.Integer((long)value, null, line, column)
            : builder.LargeInteger(value.ToString(CultureInfo.InvariantCulture), line, column);
    }

    private static BigInteger Octal(ReadOnlySpan<char> digits)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static TNode Float<TNode>(string text, TreeBuilder<TNode> builder, int line, int column)
        where TNode : class
    {
        builder.CheckNumber(text.Length, line, column);
        if (text.AsSpan().ContainsAny("nN"))
        {
            var special = text.EndsWith("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return builder.Float(special, null, line, column);
        }

        return builder.Float(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text, line, column);
    }
}
