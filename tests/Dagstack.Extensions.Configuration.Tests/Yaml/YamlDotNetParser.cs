using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dagstack.Extensions.Configuration.Tests.Yaml;

/// <summary>The tree as another library's parser has it, for comparison.</summary>
internal sealed class YamlDotNetParser
{
    private static readonly ConfigFile s_file = new("file", ConfigFormat.Yaml);

    private readonly Dictionary<AnchorName, ConfigNode> _anchors = [];
    private readonly ConfigTreeBuilder _builder = new(new(s_file, null, new()));
    private readonly Parser _parser;

    private YamlDotNetParser(string text) => _parser = new(new Scanner(new StringReader(text), skipComments: true));

    /// <summary>Returns the tree of the first document as canonical JSON.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static string Read(string text)
    {
        var reader = new YamlDotNetParser(text);
        reader.Next();
        if (reader.Next() is StreamEnd)
        {
            return "{}";
        }

        reader.Next();
        var root = reader.ReadNode();
        while (reader._parser.MoveNext())
        {
            // To the end: what follows has to be YAML too.
        }

        // A document of comments is no document here.
        return root is ConfigScalar { Kind: ScalarKind.Null, Line: 0 } ? "{}" : Trees.Json(root);
    }

    private ConfigNode ReadNode()
    {
        if (_parser.Current is AnchorAlias alias)
        {
            return _anchors[alias.Value];
        }

        var current = (NodeEvent)_parser.Current!;
        ConfigNode node = current switch
        {
            MappingStart => ReadMapping(),
            SequenceStart => ReadSequence(),
            _ => ReadScalar((Scalar)current),
        };
        if (!current.Anchor.IsEmpty)
        {
            _anchors[current.Anchor] = node;
        }

        return node;
    }

    private ConfigMap ReadMapping()
    {
        var map = new ConfigMap(s_file, 1, 1);
        while (Next() is not MappingEnd)
        {
            var key = ((ConfigScalar)ReadNode()).Text!;
            Next();
            map.TryAdd(key, ReadNode());
        }

        return map;
    }

    private ConfigList ReadSequence()
    {
        var list = new ConfigList(s_file, 1, 1);
        while (Next() is not SequenceEnd)
        {
            list.Add(ReadNode());
        }

        return list;
    }

    private ConfigScalar ReadScalar(Scalar scalar)
    {
        if (scalar.Start.Index == scalar.End.Index)
        {
            return ConfigScalar.Null(s_file, 0, 0);
        }

        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        var isText = tag is YamlTag.String or YamlTag.NonSpecific || (tag is null && scalar.Style != ScalarStyle.Plain);
        return isText ? ConfigScalar.OfString(s_file, 1, 1, scalar.Value) : (ConfigScalar)YamlScalars.Make(YamlScalars.KindOf(scalar.Value), scalar.Value, _builder, 1, 1);
    }

    private ParsingEvent Next() => _parser.MoveNext() ? _parser.Current! : throw new InvalidOperationException("The events end early.");
}
