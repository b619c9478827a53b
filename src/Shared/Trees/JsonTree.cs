using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Shared;

/// <summary>Reads JSON (RFC 8259), without comments or trailing commas: other languages read the same files.</summary>
internal ref struct JsonTree<TNode>
    where TNode : class
{
    private readonly TreeBuilder<TNode> _builder;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _at;
    private int _line;
    private int _column;

    private JsonTree(ReadOnlySpan<byte> bytes, int maxDepth, TreeBuilder<TNode> builder)
    {
        _builder = builder;
        _bytes = bytes;
        _reader = new(bytes, new JsonReaderOptions { MaxDepth = maxDepth });
        (_line, _column) = (1, 1);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="bytes">The text in UTF-8, without a byte order mark.</param>
    /// <param name="maxDepth">How many objects and lists may be in each other.</param>
    /// <param name="builder">Makes the nodes.</param>
    public static TNode Read(ReadOnlySpan<byte> bytes, int maxDepth, TreeBuilder<TNode> builder)
    {
        var reader = new JsonTree<TNode>(bytes, maxDepth, builder);
        try
        {
            reader.Next();
            var root = reader.ReadValue();
            if (reader._reader.Read())
            {
                throw builder.Invalid("something follows the root", reader._line, reader._column);
            }

            return root;
        }
        catch (JsonException exception)
        {
            throw Invalid(exception, bytes, builder);
        }
    }

    private static Exception Invalid(JsonException exception, ReadOnlySpan<byte> bytes, TreeBuilder<TNode> builder)
    {
        var line = (int)(exception.LineNumber ?? 0) + 1;
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            start += bytes[start..].IndexOf((byte)'\n') + 1;
        }

        var length = (int)Math.Min(exception.BytePositionInLine ?? 0, bytes.Length - start);
        var column = Encoding.UTF8.GetCharCount(bytes.Slice(start, length)) + 1;
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? exception.Message : exception.Message[..end];
        return builder.Invalid(reason.Length == 0 ? "it cannot be read" : reason.TrimEnd('.').ReplaceLineEndings(" "), line, column);
    }

    private TNode ReadValue()
    {
        var (line, column) = (_line, _column);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject();
            case JsonTokenType.StartArray:
                return ReadArray();
            case JsonTokenType.String:
                return _builder.Text(GetString(), line, column);
            case JsonTokenType.Number:
                return ReadNumber();
            case JsonTokenType.True or JsonTokenType.False:
                return _builder.Boolean(_reader.TokenType == JsonTokenType.True, line, column);
            default:
                return _builder.Null(line, column);
        }
    }

    private TNode ReadObject()
    {
        _builder.CheckDepth(_builder.Depth, _line, _column);
        var table = _builder.Table(_line, _column);
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var (line, column) = (_line, _column);
            var key = GetString();
            _builder.CheckKey(key, line, column);
            _builder.Enter(key, line, column);
            Next();
            var value = ReadValue();
            _builder.Leave();
            if (!_builder.TryAdd(table, key, value))
            {
                _builder.Duplicate(key, line, column, _builder.Find(table, key)!);
            }
        }

        return table;
    }

    private TNode ReadArray()
    {
        _builder.CheckDepth(_builder.Depth, _line, _column);
        var list = _builder.List(_line, _column);
        for (var i = 0; Next() && _reader.TokenType != JsonTokenType.EndArray; i++)
        {
            _builder.Enter(i);
            _builder.Add(list, ReadValue());
            _builder.Leave();
        }

        return list;
    }

    private TNode ReadNumber()
    {
        _builder.CheckNumber(_reader.ValueSpan.Length, _line, _column);
        var text = Encoding.ASCII.GetString(_reader.ValueSpan);
        return _reader.TryGetInt64(out var whole) ? _builder.Integer(whole, text, _line, _column)
            : text.AsSpan().ContainsAny(".eE") ? _builder.Float(_reader.GetDouble(), text, _line, _column)
            : _builder.LargeInteger(text, _line, _column);
    }

    private string GetString()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // So says the reader of \ud800 without its other half.
            throw _builder.HalfOfAPair(exception.Message, _line, _column);
        }
    }

    // Goes on to the next token, and counts lines and columns from the last one: a file may be one long line.
    private bool Next()
    {
        if (!_reader.Read())
        {
            return false;
        }

        var between = _bytes[_at..(int)_reader.TokenStartIndex];
        var newline = between.LastIndexOf((byte)'\n');
        if (newline >= 0)
        {
            _line += between.Count((byte)'\n');
            _column = 1;
            between = between[(newline + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(between);
        _at = (int)_reader.TokenStartIndex;
        return true;
    }
}
