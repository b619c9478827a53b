using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using Tomlyn.Syntax;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Single values of TOML. Dates and times are strings, in the form of RFC 3339.</summary>
internal static class TomlScalars
{
    public static ConfigNode Read(TomlTokens tokens, ReadContext context)
    {
        var (file, line, column) = (context.File, tokens.Line, tokens.Column);
        switch (tokens.Kind)
        {
            case TokenKind.String or TokenKind.StringMulti or TokenKind.StringLiteral or TokenKind.StringLiteralMulti:
                return context.Text(tokens.StringValue, line, column);
            case TokenKind.True or TokenKind.False:
                return ConfigScalar.OfBoolean(file, line, column, tokens.Kind == TokenKind.True);
            case TokenKind.Integer:
                return ConfigScalar.OfInteger(file, line, column, unchecked((long)tokens.Data), Digits(tokens, context));
            case TokenKind.IntegerHexa or TokenKind.IntegerOctal or TokenKind.IntegerBinary:
                return Prefixed(tokens, context);
            case TokenKind.Float:
                return Float(tokens, context);
            case TokenKind.Infinite or TokenKind.PositiveInfinite or TokenKind.NegativeInfinite or TokenKind.Nan or TokenKind.PositiveNan or TokenKind.NegativeNan:
                return ConfigScalar.OfFloat(file, line, column, Special(tokens.Kind), null);
            case TokenKind.OffsetDateTimeByZ or TokenKind.OffsetDateTimeByNumber or TokenKind.LocalDateTime or TokenKind.LocalDate or TokenKind.LocalTime:
                return ConfigScalar.OfString(file, line, column, Moment(tokens.StringValue));
            default:
                throw tokens.Unexpected("a value (text in quotes, a number, true, false, a date, an array or a table)");
        }
    }

    private static ConfigScalar Prefixed(TomlTokens tokens, ReadContext context)
    {
        if (tokens.Data > long.MaxValue)
        {
            context.Report($"the number {tokens.Text} is too large: at most 2^63-1 is read. Put it in quotes if it is a text.", tokens.Line, tokens.Column);
        }

        return ConfigScalar.OfInteger(context.File, tokens.Line, tokens.Column, unchecked((long)tokens.Data), null);
    }

    private static ConfigScalar Float(TomlTokens tokens, ReadContext context)
    {
        var text = Digits(tokens, context);
        var value = BitConverter.UInt64BitsToDouble(tokens.Data);
        if (!double.IsFinite(value))
        {
            context.Report($"the number {text} is too large: at most 1.7976931348623157e308 is read. Put it in quotes if it is a text.", tokens.Line, tokens.Column);
        }

        return ConfigScalar.OfFloat(context.File, tokens.Line, tokens.Column, value, text);
    }

    private static string Digits(TomlTokens tokens, ReadContext context)
    {
        var text = tokens.Text;
        context.CheckNumber(text.Length, tokens.Line, tokens.Column);
        return text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", string.Empty, StringComparison.Ordinal) : text;
    }

    private static double Special(TokenKind kind) => kind switch
    {
        TokenKind.Infinite or TokenKind.PositiveInfinite => double.PositiveInfinity,
        TokenKind.NegativeInfinite => double.NegativeInfinity,
        _ => double.NaN,
    };

    // A blank or a small t between date and time, and a small z, are allowed in a file; readers of RFC 3339 expect the large letters.
    private static string Moment(string text) => text.Length > 10 && text[10] is ' ' or 't'
        ? $"{text[..10]}T{text[11..].Replace('z', 'Z')}"
        : text.Replace('z', 'Z');
}
