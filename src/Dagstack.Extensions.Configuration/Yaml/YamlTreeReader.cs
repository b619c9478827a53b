using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dagstack.Extensions.Configuration;

/// <summary>Reads one YAML document from the parser's events, with the core schema of YAML 1.2.</summary>
internal sealed class YamlTreeReader
{
    private readonly Dictionary<string, ConfigNode?> _anchors = new(StringComparer.Ordinal);
    private readonly ReadContext _context;
    private readonly Parser _parser;

    private YamlTreeReader(string text, ReadContext context)
    {
        _context = context;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads a document. A file without one has no keys.</summary>
    public static ConfigNode Read(string text, ReadContext context)
    {
        var reader = new YamlTreeReader(text, context);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException exception)
        {
            throw YamlErrors.Translate(exception, text, context);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the parser throws, rarely, where it has not thought of an input.
            var mark = reader._parser.Current?.End ?? Mark.Empty;
            throw context.Invalid("it cannot be read on from here; is a bracket, a brace or a quote not closed", Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
        }
    }

    private ConfigNode ReadStream()
    {
        Next();
        Next();
        if (_parser.Current is StreamEnd)
        {
            return new ConfigMap(_context.File, 1, 1);
        }

        Next();
        var root = ReadNode();
        Next();
        Next();
        if (_parser.Current is DocumentStart second)
        {
            throw _context.Fault("a second document begins here, and a configuration file has one. Put it in a file of its own.", (int)second.Start.Line, (int)second.Start.Column);
        }

        return root;
    }

    /// <summary>Reads the node that the parser is at, to its last event.</summary>
    private ConfigNode ReadNode()
    {
        var current = _parser.Current!;
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (current is AnchorAlias alias)
        {
            return ReadAlias(alias.Value.Value, line, column);
        }

        _context.Count(1, line, column);
        var node = (NodeEvent)current;
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null)
        {
            // Not known until it is complete: an alias within it would have no end.
            _anchors[anchor] = null;
        }

        ConfigNode result = node switch
        {
            MappingStart mapping => ReadMapping(mapping, line, column),
            SequenceStart sequence => ReadSequence(sequence, line, column),
            _ => ReadScalar((Scalar)node, line, column),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = result;
        }

        return result;
    }

    private ConfigNode ReadAlias(string name, int line, int column)
    {
        if (!_anchors.TryGetValue(name, out var node))
        {
            throw _context.Fault($"the alias *{name} has no anchor &{name} before it. Set the anchor first, or quote the value if it is a text.", line, column);
        }

        if (node is null)
        {
            throw _context.Fault($"the alias *{name} stands within what it names, which has no end. Write out what is meant.", line, column);
        }

        if (_context.Depth + node.Height > ReadLimits.Depth)
        {
            throw _context.Fault($"with the alias *{name} the file is nested more than {ReadLimits.Depth} levels deep. Make it flatter.", line, column);
        }

        _context.Count(node.Size, line, column);
        return node;
    }

    private ConfigMap ReadMapping(MappingStart start, int line, int column)
    {
        CheckTag(start.Tag, YamlTag.Map, line, column);
        _context.CheckDepth(line, column);
        var map = new ConfigMap(_context.File, line, column);
        while (Next() is not MappingEnd)
        {
            var (keyLine, keyColumn) = ((int)_parser.Current!.Start.Line, (int)_parser.Current.Start.Column);
            var key = ReadKey(keyLine, keyColumn);
            _context.Enter(key);
            Next();
            var value = ReadNode();
            _context.Leave();
            if (!map.TryAdd(key, value))
            {
                _context.ReportDuplicate(key, keyLine, keyColumn, map.Members[key]);
            }
        }

        return map;
    }

    private ConfigList ReadSequence(SequenceStart start, int line, int column)
    {
        CheckTag(start.Tag, YamlTag.Sequence, line, column);
        _context.CheckDepth(line, column);
        var list = new ConfigList(_context.File, line, column);
        while (Next() is not SequenceEnd)
        {
            _context.Enter(list.Items.Count);
            list.Add(ReadNode());
            _context.Leave();
        }

        return list;
    }

    // See non_string_dict_keys in _meta/canonical_json.yaml: keys are strings.
    private string ReadKey(int line, int column)
    {
        if (_parser.Current is AnchorAlias alias)
        {
            return ReadAlias(alias.Value.Value, line, column) is ConfigScalar { Kind: ScalarKind.String } text
                ? _context.Key(text.Text!, line, column)
                : throw NotString($"the alias *{alias.Value.Value}, which is not a string", line, column);
        }

        if (_parser.Current is not Scalar scalar)
        {
            throw NotString(_parser.Current is MappingStart ? "a mapping" : "a list", line, column);
        }

        var plain = scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain;
        var kind = plain ? YamlScalars.KindOf(scalar.Value) : ScalarKind.String;
        if (!plain && !scalar.Tag.IsEmpty && scalar.Tag.Value is not (YamlTag.String or YamlTag.NonSpecific))
        {
            throw NotString($"one with the tag {scalar.Tag.Value}", line, column);
        }

        if (kind != ScalarKind.String)
        {
            var shown = kind switch { ScalarKind.Null => "null", ScalarKind.Boolean => "a boolean", _ => "a number" };
            throw NotString(scalar.Value.Length is 0 or > 40 ? shown : $"{shown}, {scalar.Value}", line, column);
        }

        if (plain && scalar.Value == "<<")
        {
            throw _context.Fault("'<<' merges mappings in YAML 1.1 only, and this is YAML 1.2. Write the keys out, put what is common in a lower layer, or quote the key if it is one.", line, column);
        }

        if (!scalar.Anchor.IsEmpty)
        {
            _anchors[scalar.Anchor.Value] = ConfigScalar.OfString(_context.File, line, column, scalar.Value);
        }

        return _context.Key(scalar.Value, line, column);
    }

    private ReadFault NotString(string what, int line, int column) =>
        _context.Fault($"a key is {what}, and keys have to be strings. Put it in quotes.", line, column);

    private ConfigNode ReadScalar(Scalar scalar, int line, int column)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        if (tag is YamlTag.NonSpecific or YamlTag.String || (tag is null && scalar.Style != ScalarStyle.Plain))
        {
            return _context.Text(scalar.Value, line, column);
        }

        if (tag is null && !scalar.Value.Contains('$', StringComparison.Ordinal))
        {
            return YamlScalars.Make(YamlScalars.KindOf(scalar.Value), scalar.Value, interpolated: false, _context, line, column);
        }

        // A plain scalar takes its type after its variables have been replaced.
        var result = _context.Expand(scalar.Value, line, column);
        if (result.Secret is { } secret)
        {
            return new ConfigSecret(_context.File, line, column, secret);
        }

        var text = result.Text ?? string.Empty;
        return YamlScalars.Make(KindOf(tag, text, line, column), text, result.IsReplaced, _context, line, column);
    }

    private ScalarKind KindOf(string? tag, string text, int line, int column)
    {
        var kind = YamlScalars.KindOf(text);
        switch (tag)
        {
            case null:
                return kind;
            case YamlTag.Null when kind == ScalarKind.Null:
            case YamlTag.Boolean when kind == ScalarKind.Boolean:
            case YamlTag.Integer when kind == ScalarKind.Integer:
            case YamlTag.Float when kind == ScalarKind.Float:
                return kind;
            case YamlTag.Float when kind == ScalarKind.Integer && char.IsAsciiDigit(text[^1]) && !text.AsSpan().ContainsAny("xo"):
                return ScalarKind.Float;
            case YamlTag.Null or YamlTag.Boolean or YamlTag.Integer or YamlTag.Float:
                throw _context.Fault($"the tag !!{tag[(tag.LastIndexOf(':') + 1)..]} does not fit this value. Correct the value, or leave the tag out.", line, column);
            default:
                throw UnknownTag(tag, line, column);
        }
    }

    private void CheckTag(TagName tag, string expected, int line, int column)
    {
        if (!tag.IsEmpty && tag.Value != expected && tag.Value != YamlTag.NonSpecific)
        {
            throw UnknownTag(tag.Value, line, column);
        }
    }

    private ReadFault UnknownTag(string tag, int line, int column) =>
        _context.Fault($"the tag {(tag.Length > 80 ? tag[..80] + "…" : tag)} means nothing here: !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are read. Leave it out.", line, column);

    private ParsingEvent Next() => _parser.MoveNext() ? _parser.Current! : throw new InvalidOperationException("the events end early");
}
