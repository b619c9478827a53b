using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Makes the nodes of a manifest while its text is read, and reports what is there twice.</summary>
internal sealed class ManifestTreeBuilder(ManifestFormat format, ManifestProblemList problems) : TreeBuilder<ManifestNode>
{
    /// <summary>Levels of tables and arrays, the root among them.</summary>
    public const int MaxDepth = 64;

    /// <summary>A reader may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 300;

    private readonly List<(string? Key, int Index, int Line, int Column)> _path = [];
    private int _lineRefused;

    public override int Depth => _path.Count;

    public override void Enter(string key, int line, int column) => _path.Add((key, 0, line, column));

    public override void Enter(int index) => _path.Add((null, index, 0, 0));

    public override void Leave() => _path.RemoveAt(_path.Count - 1);

    public override void CheckKey(string key, int line, int column)
    {
        // The whole text is bounded.
    }

    public override void CheckNumber(int length, int line, int column)
    {
        // The whole text is bounded.
    }

    public override void CheckDepth(int levels, int line, int column)
    {
        if (levels >= MaxDepth)
        {
            throw TooDeep("nested tables or arrays", line, column);
        }
    }

    public override ManifestNode Table(int line, int column) => ManifestNode.OfTable(Place(line, column));

    public override ManifestNode List(int line, int column) => ManifestNode.OfArray(Place(line, column));

    public override ManifestNode Text(string text, int line, int column) => ManifestNode.OfText(ManifestNodeKind.String, text, Place(line, column));

    public override ManifestNode Moment(string text, int line, int column) => ManifestNode.OfText(ManifestNodeKind.DateTime, text, Place(line, column));

    public override ManifestNode Integer(long value, string? digits, int line, int column) => ManifestNode.OfInteger(value, Place(line, column));

    public override void TooLarge(string number, int line, int column)
    {
        // It is below zero then, which no key allows.
    }

    public override ManifestNode LargeInteger(string digits, int line, int column) => Float(double.Parse(digits, CultureInfo.InvariantCulture), digits, line, column);

    public override ManifestNode Float(double value, string? digits, int line, int column) => ManifestNode.OfFloat(value, Place(line, column));

    public override ManifestNode Boolean(bool value, int line, int column) => ManifestNode.OfBoolean(value, Place(line, column));

    public override ManifestNode Null(int line, int column) => ManifestNode.OfNull(Place(line, column));

    public override ManifestNode? Find(ManifestNode table, string key) => table.Members.GetValueOrDefault(key);

    public override bool TryAdd(ManifestNode table, string key, ManifestNode value) => table.Members.TryAdd(key, value);

    public override int Count(ManifestNode list) => list.Items.Count;

    public override ManifestNode Last(ManifestNode list) => list.Items[^1];

    public override void Add(ManifestNode list, ManifestNode item) => list.Items.Add(item);

    public override void Duplicate(string key, int line, int column, ManifestNode first)
    {
        if (!problems.IsFull)
        {
            Enter(key, line, column);
            ReportTwice(first);
            Leave();
        }
    }

    public override ManifestNode Refuse(in TomlConflict<ManifestNode> conflict)
    {
        if (!problems.IsFull)
        {
            Report(conflict);
        }

        // Reading goes on as if it had been allowed, or beside the tree.
        return conflict.Kind switch
        {
            TomlConflictKind.DottedIntoValue or TomlConflictKind.HeaderIntoValue or TomlConflictKind.TableOfValue or TomlConflictKind.ItemOfOther => Table(conflict.Key.Line, conflict.Key.Column),
            _ => conflict.Existing.Kind == ManifestNodeKind.Array ? Last(conflict.Existing) : conflict.Existing,
        };
    }

    public override Exception Invalid(string reason, int line, int column)
    {
        if (reason.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return TooDeep("nested objects or arrays", line, column);
        }

        var isJson = format == ManifestFormat.Json;
        reason = reason.Replace(". Change the reader options", string.Empty, StringComparison.Ordinal).Replace(", when isFinalBlock is true", string.Empty, StringComparison.Ordinal);
        reason = Excerpt.Cut(reason, MaxReason);
        problems.Add(
            $"the file is not valid {(isJson ? "JSON" : "TOML")}: {reason}{(reason.EndsWith('.') ? string.Empty : ".")} Correct this place; what comes after it has not been checked.",
            line: line,
            column: column,
            found: reason,
            expected: isJson ? "JSON (RFC 8259), without comments and trailing commas" : "TOML 1.0");
        return new ManifestUnreadable();
    }

    public override Exception HalfOfAPair(string reason, int line, int column)
    {
        problems.Add($"the file is not valid JSON: {reason} Correct this place.", line: line, column: column, found: "text that is not Unicode", expected: "JSON (RFC 8259)");
        return new ManifestUnreadable();
    }

    private ManifestUnreadable TooDeep(string found, int line, int column)
    {
        problems.Add("the file is nested more than 64 levels deep. Make it flatter.", line: line, column: column, found: found, expected: "at most 64 levels");
        return new ManifestUnreadable();
    }

    private void Report(in TomlConflict<ManifestNode> conflict)
    {
        var node = conflict.Existing;
        var (line, column) = conflict.Start;
        switch (conflict.Kind)
        {
            case TomlConflictKind.DottedIntoHeader:
                ReportClosed(conflict.FirstOfHeaders!.Value.Table, conflict.FirstOfHeaders.Value.Depth);
                break;
            case TomlConflictKind.TableTwice:
                var twice = Header();
                problems.Add(
                    $"the table [{twice}] is there twice: the first is in line {conflict.HeaderLine}. Put its keys under one header.",
                    twice, line, column, $"a second [{twice}]", "each table once");
                break;
            case TomlConflictKind.TableOfDotted:
                var dotted = Header();
                problems.Add(
                    $"the table [{dotted}] is there already: the dotted key in line {node.KeyLine} makes it. Put all of its keys under one header, or write them all as dotted keys.",
                    dotted, line, column, $"[{dotted}]", "each table once");
                break;
            case TomlConflictKind.TableOfArray:
                var array = Header();
                problems.Add(
                    $"[{array}] is a table, but [[{array}]] in line {node.KeyLine} makes an array of tables of it. Write [[{array}]], or give it another name.",
                    array, line, column, $"[{array}]", $"[[{array}]]");
                break;
            default:
                ReportTwice(node);
                break;
        }
    }

    // Once for a line: its other parts are in the same table.
    private void ReportClosed(ManifestNode table, int depth)
    {
        var (_, _, line, column) = _path[depth - 1];
        if (_lineRefused != line)
        {
            _lineRefused = line;
            var path = PathTo(depth);
            problems.Add(
                $"the table '{path}' is closed: a header makes it in line {table.KeyLine}, so a dotted key may not add to it. Put the key under that header.",
                path, line, column, found: $"a dotted key of '{path}'", expected: "each table in one place");
        }
    }

    private void ReportTwice(ManifestNode first)
    {
        var path = PathTo(_path.Count);
        var (_, _, line, column) = _path[^1];
        problems.Add($"the key '{path}' is there twice: the first is in line {first.KeyLine}. Remove one of them.", path, line, column, found: $"a second '{path}'", expected: "each key once");
    }

    private string Header() => string.Join('.', _path.Where(static step => step.Key is not null).Select(static step => Excerpt.Of(step.Key!)));

    private string PathTo(int depth)
    {
        var path = new StringBuilder();
        foreach (var (key, index, _, _) in _path.Take(depth))
        {
            _ = key is null ? path.Append(CultureInfo.InvariantCulture, $"[{index}]")
                : path.Append(path.Length == 0 ? string.Empty : ".").Append(Excerpt.Of(key));
        }

        return path.ToString();
    }

    private NodePlace Place(int line, int column) => _path is [.., { Key: not null } member]
        ? new(line, column, member.Line, member.Column)
        : NodePlace.At(line, column);
}
