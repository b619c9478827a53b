using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>Reads TOML 1.1, of which 1.0 is a part, from the lexer's tokens.</summary>
/// <remarks>The library's parser lets keys and tables that are there twice through, and leaves no trace of headers in its events.</remarks>
internal sealed class TomlTreeReader
{
    private readonly List<TomlKey> _keys = [];
    private readonly ReadContext _context;
    private readonly TomlTokens _tokens;
    private readonly TomlTables _tables;
    private readonly ConfigMap _root;

    private TomlTreeReader(string text, ReadContext context)
    {
        _context = context;
        _tokens = new(text, context);
        _tables = new(context);
        _root = new(context.File, 1, 1);
    }

    public static ConfigMap Read(string text, ReadContext context) => new TomlTreeReader(text, context).ReadDocument();

    private ConfigMap ReadDocument()
    {
        var table = _root;
        _tokens.NextLineOrToken(TomlLexerMode.Key);
        while (_tokens.Kind != TokenKind.Eof)
        {
            if (_tokens.Kind is TokenKind.OpenBracket or TokenKind.OpenBracketDouble)
            {
                table = ReadHeader();
            }
            else
            {
                ReadPair(table);
            }

            if (!_tokens.EndsLine)
            {
                throw _tokens.Unexpected("the end of the line");
            }

            if (_tokens.Kind != TokenKind.Eof)
            {
                _tokens.NextLineOrToken(TomlLexerMode.Key);
            }
        }

        return _root;
    }

    private ConfigMap ReadHeader()
    {
        LeaveTo(0);
        var isArray = _tokens.Kind == TokenKind.OpenBracketDouble;
        _tokens.Next(TomlLexerMode.Key);
        ReadKeys();
        if (_tokens.Kind != (isArray ? TokenKind.CloseBracketDouble : TokenKind.CloseBracket))
        {
            throw _tokens.Unexpected(isArray ? "']]'" : "']'");
        }

        var table = _tables.OpenHeader(_root, _keys, isArray);
        _tokens.Next(TomlLexerMode.Key);
        return table;
    }

    /// <summary>Reads <c>key = value</c>, and stops at what follows.</summary>
    private void ReadPair(ConfigMap table)
    {
        var depth = _context.Depth;
        ReadKeys();
        if (_tokens.Kind != TokenKind.Equal)
        {
            throw _tokens.Unexpected("'=' and a value");
        }

        var owner = _tables.OpenDotted(table, _keys);
        var key = _keys[^1];
        _context.Enter(key.Text);
        _tokens.Next(TomlLexerMode.Value);
        var value = ReadValue();
        LeaveTo(_context.Depth - 1);
        if (!owner.TryAdd(key.Text, value))
        {
            _context.ReportDuplicate(key.Text, key.Line, key.Column, owner.Members[key.Text]);
        }

        LeaveTo(depth);
    }

    private void ReadKeys()
    {
        _keys.Clear();
        while (true)
        {
            var text = _tokens.Kind switch
            {
                TokenKind.BasicKey => _tokens.Text,
                TokenKind.String or TokenKind.StringLiteral => _tokens.StringValue,
                _ => throw _tokens.Unexpected("a key"),
            };
            _keys.Add(new(_context.Key(text, _tokens.Line, _tokens.Column), _tokens.Line, _tokens.Column));
            if (_keys.Count > ReadLimits.Depth)
            {
                throw _context.Fault($"the file is nested more than {ReadLimits.Depth} levels deep. Make it flatter.", _tokens.Line, _tokens.Column);
            }

            _tokens.Next(TomlLexerMode.Key);
            if (_tokens.Kind != TokenKind.Dot)
            {
                return;
            }

            _tokens.Next(TomlLexerMode.Key);
        }
    }

    /// <summary>Reads the value that the tokens are at, and stops at what follows.</summary>
    private ConfigNode ReadValue()
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        _context.Count(1, line, column);
        ConfigNode value = _tokens.Kind switch
        {
            TokenKind.OpenBracket => ReadArray(line, column),
            TokenKind.OpenBrace => ReadInlineTable(line, column),
            _ => TomlScalars.Read(_tokens, _context),
        };
        _tokens.Next(TomlLexerMode.Value);
        return value;
    }

    // Ends at the closing bracket.
    private ConfigList ReadArray(int line, int column)
    {
        var list = new ConfigList(_context.File, line, column);
        _context.CheckDepth(line, column);
        _tokens.NextLineOrToken(TomlLexerMode.Value);
        while (_tokens.Kind != TokenKind.CloseBracket)
        {
            _context.Enter(list.Items.Count);
            list.Add(ReadValue());
            _context.Leave();
            SkipLines(TomlLexerMode.Value);
            if (_tokens.Kind == TokenKind.Comma)
            {
                _tokens.NextLineOrToken(TomlLexerMode.Value);
            }
            else if (_tokens.Kind != TokenKind.CloseBracket)
            {
                throw _tokens.Unexpected("',' or ']'");
            }
        }

        return list;
    }

    // Ends at the closing brace.
    private ConfigMap ReadInlineTable(int line, int column)
    {
        var table = new ConfigMap(_context.File, line, column);
        _context.CheckDepth(line, column);
        _tokens.NextLineOrToken(TomlLexerMode.Key);
        while (_tokens.Kind != TokenKind.CloseBrace)
        {
            ReadPair(table);
            SkipLines(TomlLexerMode.Key);
            if (_tokens.Kind == TokenKind.Comma)
            {
                _tokens.NextLineOrToken(TomlLexerMode.Key);
            }
            else if (_tokens.Kind != TokenKind.CloseBrace)
            {
                throw _tokens.Unexpected("',' or '}'");
            }
        }

        return table;
    }

    private void SkipLines(TomlLexerMode mode)
    {
        if (_tokens.Kind == TokenKind.NewLine)
        {
            _tokens.NextLineOrToken(mode);
        }
    }

    private void LeaveTo(int depth)
    {
        while (_context.Depth > depth)
        {
            _context.Leave();
        }
    }
}
