using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dagstack.Extensions.Shared;

/// <summary>Reads TOML 1.1, of which 1.0 is a part, from the lexer's tokens.</summary>
/// <remarks>The library's parser lets keys and tables that are there twice through, and leaves no trace of headers in its events.</remarks>
internal sealed class TomlTree<TNode>
    where TNode : class
{
    private readonly List<TomlKey> _keys = [];
    private readonly TreeBuilder<TNode> _builder;
    private readonly TomlTokens _tokens;
    private readonly TomlTables<TNode> _tables;

    private TomlTree(string text, TreeBuilder<TNode> builder)
    {
        _builder = builder;
        _tokens = new(text, builder.Invalid);
        _tables = new(builder);
    }

    /// <summary>Reads a text.</summary>
    /// <returns>The root table.</returns>
    public static TNode Read(string text, TreeBuilder<TNode> builder) => new TomlTree<TNode>(text, builder).ReadDocument();

    private TNode ReadDocument()
    {
        var root = _builder.Table(1, 1);
        var table = root;
        _tokens.NextLineOrToken(TomlLexerMode.Key);
        while (_tokens.Kind != TokenKind.Eof)
        {
            if (_tokens.Kind is TokenKind.OpenBracket or TokenKind.OpenBracketDouble)
            {
                table = ReadHeader(root);
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

        return root;
    }

    private TNode ReadHeader(TNode root)
    {
        _builder.LeaveTo(0);
        var start = (_tokens.Line, _tokens.Column);
        var isArray = _tokens.Kind == TokenKind.OpenBracketDouble;
        _tokens.Next(TomlLexerMode.Key);
        ReadKeys();
        if (_tokens.Kind != (isArray ? TokenKind.CloseBracketDouble : TokenKind.CloseBracket))
        {
            throw _tokens.Unexpected(isArray ? "']]'" : "']'");
        }

        var table = _tables.OpenHeader(root, _keys, isArray, start);
        _tokens.Next(TomlLexerMode.Key);
        return table;
    }

    /// <summary>Reads <c>key = value</c>, and stops at what follows.</summary>
    private void ReadPair(TNode table)
    {
        var depth = _builder.Depth;
        ReadKeys();
        if (_tokens.Kind != TokenKind.Equal)
        {
            throw _tokens.Unexpected("'=' and a value");
        }

        var owner = _tables.OpenDotted(table, _keys);
        var key = _keys[^1];
        _builder.Enter(key.Text, key.Line, key.Column);
        _tokens.Next(TomlLexerMode.Value);
        var value = ReadValue();
        _builder.Leave();
        if (!_builder.TryAdd(owner, key.Text, value))
        {
            _builder.Duplicate(key.Text, key.Line, key.Column, _builder.Find(owner, key.Text)!);
        }

        _builder.LeaveTo(depth);
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
            _builder.CheckKey(text, _tokens.Line, _tokens.Column);
            _keys.Add(new(text, _tokens.Line, _tokens.Column));
            _builder.CheckDepth(_keys.Count, _tokens.Line, _tokens.Column);
            _tokens.Next(TomlLexerMode.Key);
            if (_tokens.Kind != TokenKind.Dot)
            {
                return;
            }

            _tokens.Next(TomlLexerMode.Key);
        }
    }

    /// <summary>Reads the value that the tokens are at, and stops at what follows.</summary>
    private TNode ReadValue()
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        var value = _tokens.Kind switch
        {
            TokenKind.OpenBracket => ReadArray(line, column),
            TokenKind.OpenBrace => ReadInlineTable(line, column),
            _ => TomlScalars.Read(_tokens, _builder),
        };
        _tokens.Next(TomlLexerMode.Value);
        return value;
    }

    // Ends at the closing bracket.
    private TNode ReadArray(int line, int column)
    {
        _builder.CheckDepth(_builder.Depth, line, column);
        var list = _builder.List(line, column);
        _tokens.NextLineOrToken(TomlLexerMode.Value);
        while (_tokens.Kind != TokenKind.CloseBracket)
        {
            _builder.Enter(_builder.Count(list));
            _builder.Add(list, ReadValue());
            _builder.Leave();
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
    private TNode ReadInlineTable(int line, int column)
    {
        _builder.CheckDepth(_builder.Depth, line, column);
        var table = _builder.Table(line, column);
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
}
