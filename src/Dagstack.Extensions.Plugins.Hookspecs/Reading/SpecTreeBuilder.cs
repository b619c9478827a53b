using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Makes the nodes of a file while its text is read, and reports what is there twice.</summary>
internal sealed class SpecTreeBuilder(string format, SpecProblems problems) : TreeBuilder<SpecNode>
{
    /// <summary>Levels of tables and lists, the root among them.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many values aliases may add: a few lines can mean millions.</summary>
    private const int MaxAliased = 100_000;

    /// <summary>A reader may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 300;

    private readonly List<(string? Key, int Index, int Line, int Column)> _path = [];
    private long _aliased;

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
            throw TooDeep(line, column);
        }
    }

    public override SpecNode Table(int line, int column) => Node(SpecNodeKind.Table, line, column);

    public override SpecNode List(int line, int column) => Node(SpecNodeKind.List, line, column);

    public override SpecNode Text(string text, int line, int column) => Node(SpecNodeKind.Text, line, column, text);

    public override SpecNode Moment(string text, int line, int column) => Text(text, line, column);

    public override SpecNode Integer(long value, string? digits, int line, int column) => Number(value.ToString(CultureInfo.InvariantCulture), line, column);

    public override void TooLarge(string number, int line, int column)
    {
        // Only TOML has such numbers.
    }

    public override SpecNode LargeInteger(string digits, int line, int column) => Number(digits.TrimStart('+'), line, column);

    public override SpecNode Float(double value, string? digits, int line, int column)
    {
        if (!double.IsFinite(value))
        {
            problems.Add($"the number {digits ?? value.ToString(CultureInfo.InvariantCulture)} is none that JSON has. Write one that is, or put it in quotes if it is a text.", line, column, Path());
            return Number("0", line, column);
        }

        // JSON has the digits of YAML, but for a dot that nothing stands before or after.
        return Number(digits is not null && char.IsAsciiDigit(digits[^1]) && char.IsAsciiDigit(digits.TrimStart('-')[0]) && IsJson(digits) ? digits : value.ToString("R", CultureInfo.InvariantCulture), line, column);
    }

    public override SpecNode Boolean(bool value, int line, int column) => Node(SpecNodeKind.Boolean, line, column, value ? "true" : "false");

    public override SpecNode Null(int line, int column) => Node(SpecNodeKind.Null, line, column);

    public override SpecNode? Find(SpecNode table, string key) => table.Find(key);

    public override bool TryAdd(SpecNode table, string key, SpecNode value) => table.TryAdd(key, value);

    public override int Count(SpecNode list) => list.Items.Count;

    public override SpecNode Last(SpecNode list) => list.Items[^1];

    public override void Add(SpecNode list, SpecNode item) => list.Add(item);

    public override void CheckAlias(string alias, SpecNode node, int height, int line, int column)
    {
        base.CheckAlias(alias, node, height, line, column);
        if ((_aliased += node.Size) > MaxAliased)
        {
            throw Fault($"with the alias *{Excerpt.Of(alias)} the file has more than {MaxAliased:#,0} values. Write out what is meant", line, column);
        }
    }

    public override void Duplicate(string key, int line, int column, SpecNode first)
    {
        Enter(key, line, column);
        problems.Add($"the key '{Path()}' is there twice: the first is in line {first.KeyLine}. Remove one of them.", line, column, Path());
        Leave();
    }

    public override SpecNode Refuse(in TomlConflict<SpecNode> conflict) => throw new NotSupportedException("Only TOML has such conflicts.");

    public override Exception Invalid(string reason, int line, int column)
    {
        if (reason.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return TooDeep(line, column);
        }

        reason = reason.Replace(". Change the reader options", string.Empty, StringComparison.Ordinal).Replace(", when isFinalBlock is true", string.Empty, StringComparison.Ordinal);
        problems.Add($"the file is not valid {format}: {Excerpt.Cut(reason, MaxReason).TrimEnd('.')}. Correct this place; what comes after it has not been checked.", line, column);
        return new SpecUnreadableException();
    }

    public override Exception HalfOfAPair(string reason, int line, int column) => Invalid(reason, line, column);

    private static bool IsJson(string digits)
    {
        var reader = new System.Text.Json.Utf8JsonReader(Encoding.UTF8.GetBytes(digits));
        try
        {
            return reader.Read() && reader.TokenType == System.Text.Json.JsonTokenType.Number && !reader.Read();
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private SpecNode Number(string digits, int line, int column) => Node(SpecNodeKind.Number, line, column, digits);

    private SpecNode Node(SpecNodeKind kind, int line, int column, string text = "")
    {
        var (keyLine, keyColumn) = _path is [.., { Key: not null } member] ? (member.Line, member.Column) : (line, column);
        return new(kind, line, column) { Text = text, KeyLine = keyLine, KeyColumn = keyColumn };
    }

    private SpecUnreadableException TooDeep(int line, int column)
    {
        problems.Add($"the file is nested more than {MaxDepth} levels deep. Make it flatter.", line, column);
        return new();
    }

    private string Path()
    {
        var path = new StringBuilder();
        foreach (var (key, index, _, _) in _path)
        {
            _ = key is null ? path.Append(CultureInfo.InvariantCulture, $"[{index}]") : path.Append(path.Length == 0 ? string.Empty : ".").Append(Excerpt.Of(key));
        }

        return path.ToString();
    }
}
