using System.Globalization;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Json;

/// <summary>Reads JSON (RFC 8259), without comments or trailing commas: other languages read the same files.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadContext _context;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _at;
    private int _line;
    private int _column;

    private JsonTreeReader(ReadOnlySpan<byte> bytes, ReadContext context)
    {
        _context = context;
        _bytes = bytes;
        _reader = new(bytes, new JsonReaderOptions { MaxDepth = ReadLimits.Depth + 1 });
        (_line, _column) = (1, 1);
    }

    public static ConfigNode Read(ReadOnlyMemory<byte> bytes, ReadContext context)
    {
        var reader = new JsonTreeReader(bytes.Span, context);
        try
        {
            reader.Next();
            var root = reader.ReadValue();
            if (reader._reader.Read())
            {
                throw context.Invalid("something follows the root", reader._line, reader._column);
            }

            return root;
        }
        catch (JsonException exception)
        {
            throw Invalid(exception, bytes.Span, context);
        }
    }

    private static ReadFault Invalid(JsonException exception, ReadOnlySpan<byte> bytes, ReadContext context)
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
        return context.Invalid(reason.Length == 0 ? "it cannot be read" : reason.TrimEnd('.').ReplaceLineEndings(" "), line, column);
    }

    private ConfigNode ReadValue()
    {
        var (line, column) = (_line, _column);
        _context.Count(1, line, column);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject();
            case JsonTokenType.StartArray:
                return ReadArray();
            case JsonTokenType.String:
                return _context.Text(GetString(), line, column);
            case JsonTokenType.Number:
                return ReadNumber();
            case JsonTokenType.True or JsonTokenType.False:
                return ConfigScalar.OfBoolean(_context.File, line, column, _reader.TokenType == JsonTokenType.True);
            default:
                return ConfigScalar.Null(_context.File, line, column);
        }
    }

    private ConfigMap ReadObject()
    {
        var map = new ConfigMap(_context.File, _line, _column);
        _context.CheckDepth(_line, _column);
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var (line, column) = (_line, _column);
            var key = _context.Key(GetString(), line, column);
            _context.Enter(key);
            Next();
            var value = ReadValue();
            _context.Leave();
            if (!map.TryAdd(key, value))
            {
                _context.ReportDuplicate(key, line, column, map.Members[key]);
            }
        }

        return map;
    }

    private ConfigList ReadArray()
    {
        var list = new ConfigList(_context.File, _line, _column);
        _context.CheckDepth(_line, _column);
        while (Next() && _reader.TokenType != JsonTokenType.EndArray)
        {
            _context.Enter(list.Items.Count);
            list.Add(ReadValue());
            _context.Leave();
        }

        return list;
    }

    private ConfigScalar ReadNumber()
    {
        _context.CheckNumber(_reader.ValueSpan.Length, _line, _column);
        var text = Encoding.ASCII.GetString(_reader.ValueSpan);
        if (_reader.TryGetInt64(out var whole))
        {
            return ConfigScalar.OfInteger(_context.File, _line, _column, whole, text);
        }

        if (!text.AsSpan().ContainsAny(".eE"))
        {
            return ConfigScalar.OfInteger(_context.File, _line, _column, _context.Integer(text, NumberStyles.AllowLeadingSign, _line, _column), text);
        }

        var value = _reader.GetDouble();
        if (!double.IsFinite(value))
        {
            _context.Report($"the number {text} is too large: at most 1.7976931348623157e308 is read. Put it in quotes if it is a text.", _line, _column);
        }

        return ConfigScalar.OfFloat(_context.File, _line, _column, value, text);
    }

    private string GetString()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // So says the reader of \ud800 without its other half.
            throw _context.Fault("the text has half of a surrogate pair, which is no character. Correct the escape.", _line, _column);
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
