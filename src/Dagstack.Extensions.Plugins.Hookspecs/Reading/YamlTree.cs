using SharpYaml;
using SharpYaml.Events;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Reads YAML.</summary>
internal static class YamlTree<TNode>
    where TNode : class
{
    public static TNode Read(string text, TreeBuilder<TNode> builder)
    {
        try
        {
            var parser = Parser.CreateParser(new StringReader(text));
            parser.MoveNext();
            parser.MoveNext();
            if (parser.Current is StreamEnd) { return builder.Table(1, 1); }
            parser.MoveNext();
            return Node(parser, builder);
        }
        catch (YamlException fault)
        {
            throw builder.Invalid(fault.Message, fault.Start.Line + 1, fault.Start.Column + 1);
        }
    }

    private static TNode Node(IParser parser, TreeBuilder<TNode> builder)
    {
        var (line, column) = (parser.Current!.Start.Line + 1, parser.Current.Start.Column + 1);
        switch (parser.Current)
        {
            case Scalar scalar:
                return scalar.Style != ScalarStyle.Plain ? builder.Text(scalar.Value, line, column)
                    : scalar.Value is "true" or "false" ? builder.Boolean(scalar.Value == "true", line, column)
                    : scalar.Value is "" or "null" or "~" ? builder.Null(line, column)
                    : long.TryParse(scalar.Value, out var whole) ? builder.Integer(whole, scalar.Value, line, column)
                    : double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? builder.Float(number, scalar.Value, line, column)
                    : builder.Text(scalar.Value, line, column);
            case SequenceStart:
                builder.CheckDepth(builder.Depth, line, column);
                var list = builder.List(line, column);
                for (var i = 0; parser.MoveNext() && parser.Current is not SequenceEnd; i++)
                {
                    builder.Enter(i);
                    builder.Add(list, Node(parser, builder));
                    builder.Leave();
                }

                return list;
            case MappingStart:
                builder.CheckDepth(builder.Depth, line, column);
                var table = builder.Table(line, column);
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    var key = (Scalar)parser.Current!;
                    var (keyLine, keyColumn) = (key.Start.Line + 1, key.Start.Column + 1);
                    builder.Enter(key.Value, keyLine, keyColumn);
                    parser.MoveNext();
                    var value = Node(parser, builder);
                    builder.Leave();
                    if (!builder.TryAdd(table, key.Value, value)) { builder.Duplicate(key.Value, keyLine, keyColumn, builder.Find(table, key.Value)!); }
                }

                return table;
            default:
                throw builder.Invalid("aliases", line, column);
        }
    }
}
