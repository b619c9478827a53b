using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Dagstack.Extensions.Configuration.Yaml;

internal sealed partial class YamlTreeReader
{
    private ConfigList ReadBlockSequence(YamlNodeStart start)
    {
        var list = List(start);
        _tokens.Next();
        while (_tokens.Current is BlockEntry)
        {
            _tokens.Next();
            AddItem(list, _tokens.Current is BlockEntry or BlockEnd, isBlock: true);
        }

        if (_tokens.Current is not BlockEnd)
        {
            throw _tokens.Unexpected("a block collection", "expected '-' indicator");
        }

        _tokens.Next();
        return list;
    }

    // Items at the indentation of their key: no token ends them.
    private ConfigList ReadIndentlessSequence(YamlNodeStart start)
    {
        var list = List(start);
        while (_tokens.Current is BlockEntry)
        {
            _tokens.Next();
            AddItem(list, _tokens.Current is BlockEntry or Key or Value or BlockEnd, isBlock: true);
        }

        return list;
    }

    private ConfigList ReadFlowSequence(YamlNodeStart start)
    {
        var list = List(start);
        _tokens.Next();
        while (_tokens.Current is not FlowSequenceEnd)
        {
            if (_tokens.Current is Key)
            {
                // A pair in brackets is a mapping of one.
                _context.Enter(list.Items.Count);
                _context.Count(1, _tokens.Line, _tokens.Column);
                var pair = Map(new(_tokens.Line, _tokens.Column, null, null));
                ReadFlowPair(pair);
                _context.Leave();
                list.Add(pair);
            }
            else
            {
                AddItem(list, isEmpty: false, isBlock: false);
            }

            NextFlowEntry(static token => token is FlowSequenceEnd, "a flow sequence", "expected ',' or ']'");
        }

        _tokens.Next();
        return list;
    }

    private ConfigMap ReadFlowMapping(YamlNodeStart start)
    {
        var map = Map(start);
        _tokens.Next();
        while (_tokens.Current is not FlowMappingEnd)
        {
            ReadFlowPair(map);
            NextFlowEntry(static token => token is FlowMappingEnd, "a flow mapping", "expected ',' or '}'");
        }

        _tokens.Next();
        return map;
    }

    private ConfigMap ReadBlockMapping(YamlNodeStart start)
    {
        var map = Map(start);
        _tokens.Next();
        while (_tokens.Current is not BlockEnd)
        {
            if (_tokens.Current is Key)
            {
                _tokens.Next();
            }
            else if (_tokens.Current is not Value)
            {
                throw _tokens.Unexpected("a block mapping", "expected key");
            }

            ReadPair(map, isBlock: true);
        }

        _tokens.Next();
        return map;
    }

    private void ReadFlowPair(ConfigMap map)
    {
        if (_tokens.Current is Key)
        {
            _tokens.Next();
        }

        ReadPair(map, isBlock: false);
    }

    private void ReadPair(ConfigMap map, bool isBlock)
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        var key = ReadKey(line, column);
        _context.Enter(key);
        var value = ReadPairValue(isBlock);
        _context.Leave();
        if (!map.TryAdd(key, value))
        {
            _context.ReportDuplicate(key, line, column, map.Members[key]);
        }
    }

    private ConfigNode ReadPairValue(bool isBlock)
    {
        if (_tokens.Current is not Value)
        {
            return Empty();
        }

        _tokens.Next();
        return _tokens.Current is not Scalar and (Key or Value or BlockEnd or FlowEntry or FlowMappingEnd or FlowSequenceEnd) ? Empty() : ReadNode(isBlock, isIndentless: isBlock);
    }

    // See non_string_dict_keys in _meta/canonical_json.yaml: keys are strings.
    private string ReadKey(int line, int column)
    {
        var start = ReadStart();
        switch (_tokens.Current)
        {
            case AnchorAlias alias:
                _tokens.Next();
                return _anchors.Find(alias.Value.Value, line, column) is ConfigScalar { Kind: ScalarKind.String } text
                    ? _context.Key(text.Text!, line, column)
                    : throw NotString($"the alias *{alias.Value.Value}, which is not a string", line, column);
            case Scalar scalar:
                _tokens.Next();
                return StringKey(scalar, start);
            case BlockMappingStart or FlowMappingStart:
                throw NotString("a mapping", line, column);
            case BlockSequenceStart or FlowSequenceStart or BlockEntry:
                throw NotString("a list", line, column);
            case Key or Value or BlockEnd or FlowEntry or FlowMappingEnd or FlowSequenceEnd:
                throw NotString("empty", line, column);
            default:
                throw _tokens.Unexpected("a mapping", "expected key");
        }
    }

    private string StringKey(Scalar scalar, YamlNodeStart start)
    {
        var (value, line, column) = (_tokens.Show(scalar.Value), start.Line, start.Column);
        var isPlain = scalar.Style == ScalarStyle.Plain && start.Tag is null;
        var kind = isPlain || start.Tag is not (null or YamlTag.String or YamlTag.NonSpecific) ? _tags.KindOf(start.Tag, value, line, column) : ScalarKind.String;
        if (kind != ScalarKind.String)
        {
            var shown = kind switch { ScalarKind.Null => "null", ScalarKind.Boolean => "a boolean", _ => "a number" };
            throw NotString(value.Length is 0 or > 40 ? shown : $"{shown}, {value}", line, column);
        }

        if (isPlain && value == "<<")
        {
            throw _context.Fault("'<<' merges mappings in YAML 1.1 only, and this is YAML 1.2. Write the keys out, put what is common in a lower layer, or quote the key if it is one.", line, column);
        }

        _anchors.End(start.Anchor, ConfigScalar.OfString(_context.File, line, column, value));
        return _context.Key(value, line, column);
    }

    private ReadFault NotString(string what, int line, int column) =>
        _context.Fault($"a key is {what}, and keys have to be strings. Put it in quotes.", line, column);

    private void AddItem(ConfigList list, bool isEmpty, bool isBlock)
    {
        _context.Enter(list.Items.Count);
        list.Add(isEmpty ? Empty() : ReadNode(isBlock, isIndentless: false));
        _context.Leave();
    }

    private void NextFlowEntry(Func<Token, bool> isEnd, string within, string expected)
    {
        if (_tokens.Current is FlowEntry)
        {
            _tokens.Next();
        }
        else if (!isEnd(_tokens.Current))
        {
            throw _tokens.Unexpected(within, expected);
        }
    }

    private ConfigMap Map(YamlNodeStart start)
    {
        _tags.Check(start, YamlTag.Map);
        _context.CheckDepth(start.Line, start.Column);
        return new(_context.File, start.Line, start.Column);
    }

    private ConfigList List(YamlNodeStart start)
    {
        _tags.Check(start, YamlTag.Sequence);
        _context.CheckDepth(start.Line, start.Column);
        return new(_context.File, start.Line, start.Column);
    }
}
