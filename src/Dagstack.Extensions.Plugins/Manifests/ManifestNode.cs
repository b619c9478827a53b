using System.Globalization;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A value of a manifest with its place in the text, the same for TOML and JSON.</summary>
internal sealed class ManifestNode
{
    private ManifestNode(ManifestNodeKind kind, int line, int column)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    public ManifestNodeKind Kind { get; }

    /// <summary>The line of the value, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the value, from 1, in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>The line of the key that has this value; of an item in an array, the value's own.</summary>
    public int KeyLine { get; init; }

    /// <summary>The column of the key that has this value.</summary>
    public int KeyColumn { get; init; }

    /// <summary>Text of a string, or of a date as written.</summary>
    public string Text { get; private init; } = string.Empty;

    public long Integer { get; private init; }

    public double Float { get; private init; }

    public bool Boolean { get; private init; }

    /// <summary>The items of an array.</summary>
    public List<ManifestNode> Items { get; private init; } = null!;

    /// <summary>The members of a table, in the order of the text.</summary>
    public OrderedDictionary<string, ManifestNode> Members { get; private init; } = null!;

    public static ManifestNode OfTable(NodePlace place) =>
        new(ManifestNodeKind.Table, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Members = [] };

    public static ManifestNode OfArray(NodePlace place) =>
        new(ManifestNodeKind.Array, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Items = [] };

    public static ManifestNode OfText(ManifestNodeKind kind, string text, NodePlace place) =>
        new(kind, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Text = text };

    public static ManifestNode OfInteger(long value, NodePlace place) =>
        new(ManifestNodeKind.Integer, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Integer = value };

    public static ManifestNode OfFloat(double value, NodePlace place) =>
        new(ManifestNodeKind.Float, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Float = value };

    public static ManifestNode OfBoolean(bool value, NodePlace place) =>
        new(ManifestNodeKind.Boolean, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn, Boolean = value };

    public static ManifestNode OfNull(NodePlace place) =>
        new(ManifestNodeKind.Null, place.Line, place.Column) { KeyLine = place.KeyLine, KeyColumn = place.KeyColumn };

    /// <summary>Gets a member of a table; null if there is none, or if it is JSON's null.</summary>
    public ManifestNode? Find(string key) =>
        Kind == ManifestNodeKind.Table && Members.TryGetValue(key, out var node) && node.Kind != ManifestNodeKind.Null ? node : null;

    /// <summary>What was found, in words, for a message.</summary>
    public string Describe(ManifestWords words) => Kind switch
    {
        ManifestNodeKind.String => $"the string \"{Excerpt.Of(Text)}\"",
        ManifestNodeKind.Integer => $"the number {Integer.ToString(CultureInfo.InvariantCulture)}",
        ManifestNodeKind.Float => $"the number {(double.IsInteger(Float) && Math.Abs(Float) < 1e15 ? Float.ToString("F1", CultureInfo.InvariantCulture) : Float.ToString(CultureInfo.InvariantCulture))}",
        ManifestNodeKind.Boolean => Boolean ? "true" : "false",
        ManifestNodeKind.DateTime => $"the date {Excerpt.Of(Text)}",
        ManifestNodeKind.Array => Items.Count == 0 ? "an empty array" : "an array",
        ManifestNodeKind.Table => words.Table,
        _ => "null",
    };

    /// <summary>The value as plain .NET data, for tables that are not interpreted.</summary>
    public object? ToPlain() => Kind switch
    {
        ManifestNodeKind.String or ManifestNodeKind.DateTime => Text,
        ManifestNodeKind.Integer => Integer,
        ManifestNodeKind.Float => Float,
        ManifestNodeKind.Boolean => Boolean,
        ManifestNodeKind.Array => Items.ConvertAll(item => item.ToPlain()).AsReadOnly(),
        ManifestNodeKind.Table => ToPlainTable(),
        _ => null,
    };

    public IReadOnlyDictionary<string, object?> ToPlainTable() =>
        Members.ToDictionary(member => member.Key, member => member.Value.ToPlain(), StringComparer.Ordinal).AsReadOnly();
}
