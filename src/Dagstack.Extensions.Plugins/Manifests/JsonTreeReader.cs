using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>Reads JSON into nodes with places.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ManifestProblemList _problems;
    private readonly List<string> _path = [];
    private Utf8JsonReader _reader;
    private int _position;
    private int _line = 1;
    private int _column = 1;

    private JsonTreeReader(ReadOnlySpan<byte> utf8, ManifestProblemList problems)
    {
        _utf8 = utf8;
        _problems = problems;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 64 });
    }

    /// <summary>Reads the text.</summary>
    /// <returns>The root, or null if the text is not JSON, which is then among the problems.</returns>
    public static ManifestNode? Read(string text, ManifestProblemList problems)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new JsonTreeReader(utf8, problems);
        try
        {
            reader.Next();
            var root = reader.Value(null);
            while (reader._reader.Read())
            {
                // Whatever follows the root throws.
            }

            return root;
        }
        catch (JsonException exception)
        {
            Report(exception, utf8, problems);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            // A string with half a surrogate pair.
            var place = reader.Place();
            problems.Add($"the file is not valid JSON: {exception.Message} Correct this place.", line: place.Line, column: place.Column, found: "text that is not Unicode", expected: "JSON (RFC 8259)");
            return null;
        }
    }

    private static void Report(JsonException exception, byte[] utf8, ManifestProblemList problems)
    {
        var line = (int)(exception.LineNumber ?? 0);
        var start = 0;
        for (var i = 0; i < line; i++)
        {
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        var bytes = Math.Min((int)(exception.BytePositionInLine ?? 0), utf8.Length - start);
        var column = Encoding.UTF8.GetCharCount(utf8.AsSpan(start, bytes)) + 1;
        var deep = exception.Message.Contains("depth", StringComparison.Ordinal) && exception.Message.Contains("64", StringComparison.Ordinal);
        var reason = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0].Replace(" Change the reader options.", string.Empty, StringComparison.Ordinal).Replace(", when isFinalBlock is true", string.Empty, StringComparison.Ordinal).Trim();
        reason = Excerpt.Cut(reason, 300);
        problems.Add(
            deep ? "the file is nested more than 64 levels deep. Make it flatter." : $"the file is not valid JSON: {reason} Correct this place; what comes after it has not been checked.",
            line: line + 1,
            column: column,
            found: deep ? "nested objects or arrays" : reason,
            expected: deep ? "at most 64 levels" : "JSON (RFC 8259), without comments and trailing commas");
    }

    private ManifestNode Value((int Line, int Column)? key)
    {
        var at = Place();
        var place = key is { } k ? new NodePlace(at.Line, at.Column, k.Line, k.Column) : NodePlace.At(at.Line, at.Column);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Table(place);
            case JsonTokenType.StartArray:
                var array = ManifestNode.OfArray(place);
                while (Next() != JsonTokenType.EndArray)
                {
                    array.Items.Add(Value(null));
                }

                return array;
            case JsonTokenType.String:
                return ManifestNode.OfText(ManifestNodeKind.String, _reader.GetString()!, place);
            case JsonTokenType.Number:
                return _reader.TryGetInt64(out var integer) ? ManifestNode.OfInteger(integer, place) : ManifestNode.OfFloat(_reader.GetDouble(), place);
            case JsonTokenType.True:
            case JsonTokenType.False:
                return ManifestNode.OfBoolean(_reader.TokenType == JsonTokenType.True, place);
            default:
                return ManifestNode.OfNull(place);
        }
    }

    private ManifestNode Table(NodePlace place)
    {
        var table = ManifestNode.OfTable(place);
        while (Next() != JsonTokenType.EndObject)
        {
            var key = _reader.GetString()!;
            var at = Place();
            Next();
            _path.Add(key);
            var value = Value(at);
            if (!table.Members.TryAdd(key, value) && !_problems.IsFull)
            {
                DuplicateKeys.Report(string.Join('.', _path.Select(Excerpt.Of)), table.Members[key], value, _problems);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return table;
    }

    private JsonTokenType Next()
    {
        _reader.Read();
        return _reader.TokenType;
    }

    // Goes on from the last place, so that a file in one line costs no more than one in many.
    private (int Line, int Column) Place()
    {
        var start = (int)_reader.TokenStartIndex;
        var passed = _utf8[_position..start];
        var newline = passed.LastIndexOf((byte)'\n');
        if (newline >= 0)
        {
            _line += passed.Count((byte)'\n');
            _column = 1;
            passed = passed[(newline + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(passed);
        _position = start;
        return (_line, _column);
    }
}
