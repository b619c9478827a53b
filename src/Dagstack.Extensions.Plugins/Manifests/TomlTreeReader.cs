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

    private readonly Stack<ManifestNode> _open = new();
    private readonly ManifestProblemList _problems;
    private readonly TomlHeaderScan _headers;
    private string? _key;
    private int _keyLine;
    private int _keyColumn;
    private ManifestNode? _root;

    private TomlTreeReader(string text, ManifestProblemList problems)
    {
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

            reader._headers.Check();
            return reader._root;
        }
        catch (TomlException exception)
        {
            Report(exception, problems);
            return null;
        }
    }

    private static void Report(TomlException exception, ManifestProblemList problems)
    {
        // The first error is the author's; what follows it on the way to the end of the text is noise.
        var first = exception.Diagnostics.Count > 0 ? exception.Diagnostics[0] : null;
        var reason = (first?.Message ?? exception.Message).Trim().TrimEnd('.').ReplaceLineEndings(" ").Replace('`', '\'').Replace("'␤'", "the end of the line");
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
                break;
            case TomlParseEventKind.StartTable:
                Enter(ManifestNodeKind.Table, current);
                break;
            case TomlParseEventKind.StartArray:
                Enter(ManifestNodeKind.Array, current);
                break;
            case TomlParseEventKind.EndTable:
                _open.Pop();
                break;
            case TomlParseEventKind.EndArray:
                if (_open.Pop() is { IsOpen: false } array)
                {
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

        if (open && _open.Peek() is { Kind: ManifestNodeKind.Table } parent && parent.Members.TryGetValue(_key!, out var existing) && existing.IsOpen)
        {
            // [[x]] again adds an item; [x.y] after [[x]] goes into the last one.
            if (existing.Kind == kind)
            {
                _open.Push(existing);
                return;
            }

            if (existing.Kind == ManifestNodeKind.Array && existing.Items.Count > 0)
            {
                _open.Push(existing.Items[^1]);
                return;
            }
        }

        var place = Place(current);
        var node = kind == ManifestNodeKind.Table ? ManifestNode.OfTable(place, open) : ManifestNode.OfArray(place, open);
        Attach(node);
        _open.Push(node);
    }

    private void Attach(ManifestNode node)
    {
        var parent = _open.Peek();
        if (parent.Kind == ManifestNodeKind.Array)
        {
            parent.Items.Add(node);
        }
        else if (!parent.Members.TryAdd(_key!, node))
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
                : chain[i].Members.FirstOrDefault(member => ReferenceEquals(member.Value, child)).Key + (child.Kind == ManifestNodeKind.Array ? string.Empty : ".");
        }

        return path + key;
    }

    private NodePlace Place(in TomlParseEvent current)
    {
        var inArray = _open.Peek().Kind == ManifestNodeKind.Array;
        var line = current.Line == 0 ? _keyLine : current.Line;
        var column = current.Line == 0 ? _keyColumn : current.Column;
        return inArray ? NodePlace.At(line, column) : new NodePlace(line, column, _keyLine, _keyColumn);
    }
}
