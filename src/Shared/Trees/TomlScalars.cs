using Tomlyn.Syntax;

namespace Dagstack.Extensions.Shared;

/// <summary>Single values of TOML.</summary>
internal static class TomlScalars
{
    public static TNode Read<TNode>(TomlTokens tokens, TreeBuilder<TNode> builder)
        where TNode : class
    {
        var (line, column) = (tokens.Line, tokens.Column);
        switch (tokens.Kind)
        {
            case TokenKind.String or TokenKind.StringMulti or TokenKind.StringLiteral or TokenKind.StringLiteralMulti:
                return builder.Text(tokens.StringValue, line, column);
            case TokenKind.True or TokenKind.False:
                return builder.Boolean(tokens.Kind == TokenKind.True, line, column);
            case TokenKind.Integer:
                return builder.Integer(unchecked((long)tokens.Data), Digits(tokens, builder), line, column);
            case TokenKind.IntegerHexa or TokenKind.IntegerOctal or TokenKind.IntegerBinary:
                if (tokens.Data > long.MaxValue)
                {
                    builder.TooLarge(tokens.Text, line, column);
                }

                return builder.Integer(unchecked((long)tokens.Data), null, line, column);
            case TokenKind.Float:
                return builder.Float(BitConverter.UInt64BitsToDouble(tokens.Data), Digits(tokens, builder), line, column);
            case TokenKind.Infinite or TokenKind.PositiveInfinite or TokenKind.NegativeInfinite or TokenKind.Nan or TokenKind.PositiveNan or TokenKind.NegativeNan:
                return builder.Float(Special(tokens.Kind), null, line, column);
            case TokenKind.OffsetDateTimeByZ or TokenKind.OffsetDateTimeByNumber or TokenKind.LocalDateTime or TokenKind.LocalDate or TokenKind.LocalTime:
                return builder.Moment(tokens.StringValue, line, column);
            default:
                throw tokens.Unexpected("a value (text in quotes, a number, true, false, a date, an array or a table)");
        }
    }

    private static string Digits<TNode>(TomlTokens tokens, TreeBuilder<TNode> builder)
        where TNode : class
    {
        var text = tokens.Text;
        builder.CheckNumber(text.Length, tokens.Line, tokens.Column);
        return text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", string.Empty, StringComparison.Ordinal) : text;
    }

    private static double Special(TokenKind kind) => kind switch
    {
        TokenKind.Infinite or TokenKind.PositiveInfinite => double.PositiveInfinity,
        TokenKind.NegativeInfinite => double.NegativeInfinity,
        _ => double.NaN,
    };
}
