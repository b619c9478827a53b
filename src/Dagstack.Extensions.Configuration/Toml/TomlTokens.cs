using Dagstack.Extensions.Configuration.Files;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>The lexer's tokens, without blanks and comments, and without any that it complains about.</summary>
internal sealed class TomlTokens
{
    /// <summary>The lexer quotes what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    private readonly TomlLexer _lexer;
    private readonly ReadContext _context;

    public TomlTokens(string text, ReadContext context)
    {
        _lexer = TomlLexer.Create(text, new TomlLexerOptions { DecodeScalars = true });
        _lexer.Mode = TomlLexerMode.Key;
        _context = context;
    }

    public TokenKind Kind { get; private set; }

    public int Line => _lexer.Current.Start.Line + 1;

    public int Column => _lexer.Current.Start.Column + 1;

    /// <summary>Gets the decoded text of a string or date.</summary>
    public string StringValue => _lexer.Current.StringValue ?? string.Empty;

    public ulong Data => _lexer.Current.Data;

    public string Text => _lexer.GetText(_lexer.Current) ?? string.Empty;

    public bool EndsLine => Kind is TokenKind.NewLine or TokenKind.Eof;

    /// <summary>Goes on to the next token. Keys and values are read by different rules.</summary>
    public void Next(TomlLexerMode mode)
    {
        _lexer.Mode = mode;
        do
        {
            Kind = Move() ? _lexer.Current.Kind : TokenKind.Eof;
        }
        while (Kind is TokenKind.Whitespaces or TokenKind.Comment);

        if (_lexer.HasErrors)
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

    public ReadFault Unexpected(string expected)
    {
        var text = Text;
        var found = Kind switch
        {
            TokenKind.Eof => "the file ends here",
            TokenKind.NewLine => "the line ends here",
            _ => $"'{(text.Length > 40 ? text[..40] + "…" : text)}' stands here",
        };
        return _context.Invalid($"{found}, where {expected} is expected", Line, Column);
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
            throw _context.Invalid("a string after this place has an escape that is none", end.Line + 1, end.Column + 2);
        }
    }

    private ReadFault Error()
    {
        var first = _lexer.Errors.First();
        var reason = first.Message.Trim().TrimEnd('.', ';').ReplaceLineEndings(" ").Replace('`', '\'');
        reason = char.ToLowerInvariant(reason[0]) + reason[1..];
        return _context.Invalid(reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason, first.Span.Start.Line + 1, first.Span.Start.Column + 1);
    }
}
