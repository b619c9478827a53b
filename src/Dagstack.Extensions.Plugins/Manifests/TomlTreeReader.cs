using Tomlyn;
using Tomlyn.Parsing;

namespace Dagstack.Extensions.Plugins;

/// <summary>Reads TOML into nodes with places, from the parser's events.</summary>
/// <remarks>
/// The parser lets a key or table that is there twice through. A key is noticed here, when its table already has it;
/// a table header that is there twice leaves no trace in the events and is left to <see cref="TomlHeaderScan"/>.
/// </remarks>
internal sealed class TomlTreeReader
{
    private static readonly TomlParserOptions Options = new() { Mode = TomlParserMode.Strict, EagerStringValues = true };

    /// <summary>The parser quotes what it does not understand, however long that is.</summary>
    private const int MaxReason = 300;

    private readonly Stack<ManifestNode> _open = new();
    private readonly string _text;
    private readonly ManifestProblemList _problems;
    private readonly TomlHeaderScan _headers;
    private string? _key;
    private int _keyLine;
    private int _keyColumn;
    private int _lineOfHeader;
    private int _lineRefused;
    private int _closed;
    private ManifestNode? _root;

    private TomlTreeReader(string text, ManifestProblemList problems)
    {
        _text = text;
        _problems = problems;
        _headers = new TomlHeaderScan(text, problems);
    }

    /// <summary>Reads the text.</summary>
    /// <returns>The root table, or null if the text is not TOML, which is then among the problems.</returns>
    public static ManifestNode? Read(string text, ManifestProblemList problems)
    {
        var reader = new TomlTreeReader(text, problems);
        try
        {
            var parser = TomlParser.Create(text, Options);
            while (parser.MoveNext())
            {
                reader.Handle(parser);
            }

            if (reader._root is { } root)
            {
                reader._headers.Check(root);
            }

            return reader._root;
        }
        catch (TomlException exception)
        {
            Report(exception, problems);
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // The parser stumbles over its own message when an escape stands for no character, such as \U00110000.
            problems.Add(
                "the file is not valid TOML: a value after this key has an escape that stands for no Unicode character. Correct the escape; what comes after it has not been checked.",
                line: Math.Max(1, reader._keyLine),
                column: Math.Max(1, reader._keyColumn),
                found: "an escape of no character",
                expected: "TOML 1.0");
            return null;
        }
    }

    private static void Report(TomlException exception, ManifestProblemList problems)
    {
        // The first error is the author's; what follows it on the way to the end of the text is noise.
        var first = exception.Diagnostics.Count > 0 ? exception.Diagnostics[0] : null;
        var reason = (first?.Message ?? exception.Message).Trim().TrimEnd('.').ReplaceLineEndings(" ").Replace('`', '\'').Replace("'␤'", "the end of the line");
        reason = Excerpt.Cut(reason, MaxReason);
        int? line = first is null ? exception.Line : first.Span.Start.Line + 1;
        int? column = first is null ? exception.Column : first.Span.Start.Column + 1;
        var depth = reason.Contains("maximum depth", StringComparison.Ordinal);
        problems.Add(
            depth ? "the file is nested more than 64 levels deep. Make it flatter." : $"the file is not valid TOML: {reason}. Correct this place; what comes after it has not been checked.",
            line: line,
            column: column,
            found: depth ? "nested tables or arrays" : reason,
            expected: depth ? "at most 64 levels" : "TOML 1.0");
    }

    private void Handle(TomlParser parser)
    {
        var current = parser.Current;
        switch (current.Kind)
        {
            case TomlParseEventKind.PropertyName:
                _key = parser.GetPropertyName();
                (_keyLine, _keyColumn) = (current.Line, current.Column);
                NoteHeader(current);
                break;
            case TomlParseEventKind.StartTable:
                Enter(ManifestNodeKind.Table, current);
                break;
            case TomlParseEventKind.StartArray:
                Enter(ManifestNodeKind.Array, current);
                break;
            case TomlParseEventKind.EndTable:
                _closed -= _open.Pop().IsOpen ? 0 : 1;
                break;
            case TomlParseEventKind.EndArray:
                if (_open.Pop() is { IsOpen: false } array)
                {
                    _closed--;
                    _headers.Exclude(array.Line, current.Line);
                }

                break;
            case TomlParseEventKind.String:
                _headers.Exclude(current.Line, current.Span?.End.Line + 1 ?? current.Line);
                Attach(ManifestNode.OfText(ManifestNodeKind.String, parser.GetString(), Place(current)));
                break;
            case TomlParseEventKind.Integer:
                Attach(ManifestNode.OfInteger(current.GetInt64(), Place(current)));
                break;
            case TomlParseEventKind.Float:
                Attach(ManifestNode.OfFloat(current.GetDouble(), Place(current)));
                break;
            case TomlParseEventKind.Boolean:
                Attach(ManifestNode.OfBoolean(current.GetBoolean(), Place(current)));
                break;
            case TomlParseEventKind.DateTime:
                Attach(ManifestNode.OfText(ManifestNodeKind.DateTime, current.StringValue ?? string.Empty, Place(current)));
                break;
            default:
                break;
        }
    }

    // A header's keys stand in a line that begins with a bracket, and not within a value.
    private void NoteHeader(in TomlParseEvent current)
    {
        if (_closed == 0 && current.Line != _lineOfHeader && current.Span is { } span)
        {
            var before = _text.AsSpan(0, Math.Min(span.Start.Offset, _text.Length));
            if (before[(before.LastIndexOf('\n') + 1)..].TrimStart(" \t") is ['[', ..])
            {
                _lineOfHeader = current.Line;
            }
        }
    }

    // Tables and arrays without a place of their own come from headers and dotted keys.
    private void Enter(ManifestNodeKind kind, in TomlParseEvent current)
    {
        var open = current.Line == 0;
        if (_open.Count == 0)
        {
            _root ??= ManifestNode.OfTable(NodePlace.Start, open: true);
            _open.Push(_root);
            return;
        }

        var dotted = open && _open.Peek().Kind == ManifestNodeKind.Table && (_closed > 0 || _keyLine != _lineOfHeader);
        if (open && Reenter(kind, dotted))
        {
            return;
        }

        var place = Place(current);
        var node = kind == ManifestNodeKind.Table ? ManifestNode.OfTable(place, open, dotted) : ManifestNode.OfArray(place, open);
        Attach(node);
        _open.Push(node);
        _closed += open ? 0 : 1;
    }

    // Goes into a table or array that earlier lines have begun.
    private bool Reenter(ManifestNodeKind kind, bool dotted)
    {
        if (_open.Peek() is not { Kind: ManifestNodeKind.Table } parent || !parent.Members.TryGetValue(_key!, out var existing) || !existing.IsOpen)
        {
            return false;
        }

        // [[x]] again adds an item; [x.y] after [[x]] goes into the last one.
        var node = existing.Kind == kind ? existing
            : existing.Kind == ManifestNodeKind.Array && existing.Items.Count > 0 ? existing.Items[^1] : null;
        if (node is not null && dotted && !existing.IsDotted && _lineRefused != _keyLine && !_problems.IsFull)
        {
            _lineRefused = _keyLine;
            var path = PathOf(_key!);
            _problems.Add(
                $"the table '{path}' is closed: a header makes it in line {existing.KeyLine}, so a dotted key may not add to it. Put the key under that header.",
                path,
                _keyLine,
                _keyColumn,
                found: $"a dotted key of '{path}'",
                expected: "each table in one place");
        }

        if (node is not null)
        {
            _open.Push(node);
        }

        return node is not null;
    }

    private void Attach(ManifestNode node)
    {
        var parent = _open.Peek();
        if (parent.Kind == ManifestNodeKind.Array)
        {
            parent.Items.Add(node);
        }
        else if (!parent.Members.TryAdd(_key!, node) && !_problems.IsFull)
        {
            DuplicateKeys.Report(PathOf(_key!), parent.Members[_key!], node, _problems);
        }
    }

    // Only for messages: where the open tables are in each other.
    private string PathOf(string key)
    {
        var path = string.Empty;
        var chain = _open.Reverse().ToArray();
        for (var i = 0; i + 1 < chain.Length; i++)
        {
            var child = chain[i + 1];
            path += chain[i].Kind == ManifestNodeKind.Array
                ? $"[{chain[i].Items.IndexOf(child)}]."
                : Excerpt.Of(chain[i].Members.FirstOrDefault(member => ReferenceEquals(member.Value, child)).Key ?? string.Empty) + (child.Kind == ManifestNodeKind.Array ? string.Empty : ".");
        }

        return path + Excerpt.Of(key);
    }

    private NodePlace Place(in TomlParseEvent current)
    {
        var inArray = _open.Peek().Kind == ManifestNodeKind.Array;
        var line = current.Line == 0 ? _keyLine : current.Line;
        var column = current.Line == 0 ? _keyColumn : current.Column;
        return inArray ? NodePlace.At(line, column) : new NodePlace(line, column, _keyLine, _keyColumn);
    }
}
