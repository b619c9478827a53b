using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dagstack.Extensions.Shared;

/// <summary>The lexer's tokens, without blanks and comments, and without any that it complains about.</summary>
internal sealed class TomlTokens
{
    /// <summary>The lexer quotes what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    private readonly TomlLexer _lexer;
    private readonly Func<string, int, int, Exception> _invalid;
    private string? _truncated;
    private int _forgiven;

    /// <param name="text">The text.</param>
    /// <param name="invalid">Makes the error of a reason and its place.</param>
    public TomlTokens(string text, Func<string, int, int, Exception> invalid)
    {
        _lexer = TomlLexer.Create(text, new TomlLexerOptions { DecodeScalars = true });
        _lexer.Mode = TomlLexerMode.Key;
        _invalid = invalid;
    }

    public TokenKind Kind { get; private set; }

    public int Line => _lexer.Current.Start.Line + 1;

    public int Column => _lexer.Current.Start.Column + 1;

    /// <summary>Gets the decoded text of a string or date.</summary>
    public string StringValue => _truncated ?? _lexer.Current.StringValue ?? string.Empty;

    public ulong Data => _lexer.Current.Data;

    public string Text => _lexer.GetText(_lexer.Current) ?? string.Empty;

    public bool EndsLine => Kind is TokenKind.NewLine or TokenKind.Eof;

    /// <summary>Goes on to the next token. Keys and values are read by different rules.</summary>
    public void Next(TomlLexerMode mode)
    {
        _lexer.Mode = mode;
        _truncated = null;
        do
        {
            Kind = Move() ? _lexer.Current.Kind : TokenKind.Eof;
        }
        while (Kind is TokenKind.Whitespaces or TokenKind.Comment);

        if (_lexer.HasErrors && _lexer.Errors.Count() > _forgiven && !TryTruncate())
        {
            throw Error();
        }
    }

    public void NextLineOrToken(TomlLexerMode mode)
    {
        do
        {
            Next(mode);
        }
        while (Kind == TokenKind.NewLine);
    }

    public Exception Unexpected(string expected)
    {
        var text = Text;
        var found = Kind switch
        {
            TokenKind.Eof => "the file ends here",
            TokenKind.NewLine => "the line ends here",
            _ => $"'{(text.Length > 40 ? text[..40] + "…" : text)}' stands here",
        };
        return _invalid($"{found}, where {expected} is expected", Line, Column);
    }

    private bool Move()
    {
        try
        {
            return _lexer.MoveNext();
        }
        catch (ArgumentOutOfRangeException)
        {
            // The lexer stumbles over its own message where an escape is followed by the end of the text.
            var end = _lexer.Current.End;
            throw _invalid("a string after this place has an escape that is none", end.Line + 1, end.Column + 2);
        }
    }

    /// <summary>Reads a moment that is finer than a tick, which the lexer refuses: TOML has what is too fine truncated, not rounded and not refused.</summary>
    private bool TryTruncate()
    {
        const int Digits = 7;
        var text = Text;
        var from = text.IndexOf('.', StringComparison.Ordinal) + 1;
        var length = from == 0 ? 0 : text.AsSpan(from).IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length - from;
        if (length <= Digits)
        {
            return false;
        }

        var moment = TomlLexer.Create(text.Remove(from + Digits, length - Digits), new TomlLexerOptions { DecodeScalars = true });
        moment.Mode = TomlLexerMode.Value;
        if (!moment.MoveNext() || moment.HasErrors
            || moment.Current.Kind is not (TokenKind.OffsetDateTimeByZ or TokenKind.OffsetDateTimeByNumber or TokenKind.LocalDateTime or TokenKind.LocalTime))
        {
            return false;
        }

        (Kind, _truncated, _forgiven) = (moment.Current.Kind, moment.Current.StringValue, _lexer.Errors.Count());
        return true;
    }

    private Exception Error()
    {
        var first = _lexer.Errors.ElementAt(_forgiven);
        var reason = first.Message.Trim().TrimEnd('.', ';').ReplaceLineEndings(" ").Replace('`', '\'');
        reason = char.ToLowerInvariant(reason[0]) + reason[1..];
        return _invalid(reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason, first.Span.Start.Line + 1, first.Span.Start.Column + 1);
    }
}
