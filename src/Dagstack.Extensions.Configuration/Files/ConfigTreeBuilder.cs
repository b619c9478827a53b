using System.Globalization;
using System.Numerics;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Files;

/// <summary>Makes the tree of a file that is read by <see cref="JsonTree{TNode}"/>, <see cref="TomlTree{TNode}"/> or <see cref="YamlTree{TNode}"/>.</summary>
internal sealed partial class ConfigTreeBuilder(ReadContext context) : TreeBuilder<ConfigNode>
{
    public override int Depth => context.Depth;

    public override void Enter(string key, int line, int column) => context.Enter(key);

    public override void Enter(int index) => context.Enter(index);

    public override void Leave() => context.Leave();

    public override void CheckKey(string key, int line, int column) => context.Key(key, line, column);

    public override void CheckDepth(int levels, int line, int column) => context.CheckDepth(levels, line, column);

    public override void CheckNumber(int length, int line, int column) => context.CheckNumber(length, line, column);

    public override ConfigNode Table(int line, int column)
    {
        context.Count(1, line, column);
        return new ConfigMap(context.File, line, column);
    }

    public override ConfigNode List(int line, int column)
    {
        context.Count(1, line, column);
        return new ConfigList(context.File, line, column);
    }

    public override ConfigNode Text(string text, int line, int column)
    {
        context.Count(1, line, column);
        return context.Text(text, line, column);
    }

    // A blank or a small t between date and time, and a small z, are allowed in a file; readers of RFC 3339 expect the large letters.
    public override ConfigNode Moment(string text, int line, int column)
    {
        context.Count(1, line, column);
        var moment = text.Length > 10 && text[10] is ' ' or 't' ? $"{text[..10]}T{text[11..].Replace('z', 'Z')}" : text.Replace('z', 'Z');
        return ConfigScalar.OfString(context.File, line, column, moment);
    }

    public override ConfigNode Integer(long value, string? digits, int line, int column)
    {
        context.Count(1, line, column);
        var replaced = TakeReplaced();
        return ConfigScalar.OfInteger(context.File, line, column, value, digits ?? replaced, replaced is not null);
    }

    public override void TooLarge(string number, int line, int column) =>
        context.Report($"the number {number} is too large: at most 2^63-1 is read. Put it in quotes if it is a text.", line, column);

    public override ConfigNode LargeInteger(string digits, int line, int column)
    {
        context.Count(1, line, column);
        var replaced = TakeReplaced();
        return ConfigScalar.OfInteger(context.File, line, column, BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), replaced ?? digits, replaced is not null);
    }

    public override ConfigNode Float(double value, string? digits, int line, int column)
    {
        context.Count(1, line, column);
        if (digits is not null && !double.IsFinite(value))
        {
            context.Report($"the number {digits} is too large: at most 1.7976931348623157e308 is read. Put it in quotes if it is a text.", line, column);
        }

        var replaced = TakeReplaced();
        return ConfigScalar.OfFloat(context.File, line, column, value, digits ?? replaced, replaced is not null);
    }

    public override ConfigNode Boolean(bool value, int line, int column)
    {
        context.Count(1, line, column);
        return ConfigScalar.OfBoolean(context.File, line, column, value, TakeReplaced());
    }

    public override ConfigNode Null(int line, int column)
    {
        context.Count(1, line, column);
        return ConfigScalar.Null(context.File, line, column, TakeReplaced());
    }

    public override ConfigNode? Find(ConfigNode table, string key) => ((ConfigMap)table).Members.GetValueOrDefault(key);

    public override bool TryAdd(ConfigNode table, string key, ConfigNode value) => ((ConfigMap)table).TryAdd(key, value);

    public override int Count(ConfigNode list) => ((ConfigList)list).Items.Count;

    public override ConfigNode Last(ConfigNode list) => ((ConfigList)list).Items[^1];

    public override void Add(ConfigNode list, ConfigNode item) => ((ConfigList)list).Add(item);

    public override void Duplicate(string key, int line, int column, ConfigNode first) => context.ReportDuplicate(key, line, column, first);

    public override ConfigNode Refuse(in TomlConflict<ConfigNode> conflict)
    {
        var existing = conflict.Existing;
        var remedy = conflict.Kind switch
        {
            TomlConflictKind.DottedIntoHeader or TomlConflictKind.DottedIntoValue => $"so a dotted key may not add to it. Put the key where {(existing is ConfigMap ? "the table" : "it")} is defined",
            TomlConflictKind.HeaderIntoValue => "so a header may not add to it. Write it all in one place",
            TomlConflictKind.TableOfArray => "with two brackets. Write [[ ]] for another item",
            TomlConflictKind.ItemOfOther => "so [[ ]] may not add an item. Write all items with [[ ]], or all in one place",
            _ => "so this table is there twice. Put all of its keys in one place",
        };
        throw context.Fault($"this is {existing.Description} already, defined in line {existing.Line}, {remedy}.", conflict.Key.Line, conflict.Key.Column);
    }

    public override Exception Invalid(string reason, int line, int column) => context.Invalid(reason, line, column);

    public override Exception HalfOfAPair(string reason, int line, int column) =>
        context.Fault("the text has half of a surrogate pair, which is no character. Correct the escape.", line, column);
}
