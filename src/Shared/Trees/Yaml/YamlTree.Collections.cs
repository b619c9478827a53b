namespace Dagstack.Extensions.Shared;

internal sealed partial class YamlTree<TNode>
{
    private TNode ReadBlockSequence(YamlNodeStart start)
    {
        var list = List(start);
        _tokens.Next();
        for (var i = 0; _tokens.Kind == YamlTokenKind.BlockEntry; i++)
        {
            _tokens.Next();
            AddItem(list, i, _tokens.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd, isBlock: true);
        }

        if (_tokens.Kind != YamlTokenKind.BlockEnd)
        {
            throw _tokens.Unexpected("a block collection", "expected '-' indicator");
        }

        _tokens.Next();
        return list;
    }

    // Items at the indentation of their key: no token ends them.
    private TNode ReadIndentlessSequence(YamlNodeStart start)
    {
        var list = List(start);
        for (var i = 0; _tokens.Kind == YamlTokenKind.BlockEntry; i++)
        {
            _tokens.Next();
            AddItem(list, i, _tokens.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd, isBlock: true);
        }

        return list;
    }

    private TNode ReadFlowSequence(YamlNodeStart start)
    {
        var list = List(start);
        _tokens.Next();
        for (var i = 0; _tokens.Kind != YamlTokenKind.FlowSequenceEnd; i++)
        {
            if (_tokens.Kind is YamlTokenKind.Key or YamlTokenKind.Value)
            {
                // A pair in brackets is a mapping of one.
                _builder.Enter(i);
                _anchors.Count();
                var pair = Map(new(_tokens.Line, _tokens.Column, null, null));
                ReadFlowPair(pair);
                _builder.Leave();
                _builder.Add(list, pair);
            }
            else
            {
                AddItem(list, i, isEmpty: false, isBlock: false);
            }

            NextFlowEntry(YamlTokenKind.FlowSequenceEnd, "a flow sequence", "expected ',' or ']'");
        }

        _tokens.Next();
        return list;
    }

    private TNode ReadFlowMapping(YamlNodeStart start)
    {
        var map = Map(start);
        _tokens.Next();
        while (_tokens.Kind != YamlTokenKind.FlowMappingEnd)
        {
            ReadFlowPair(map);
            NextFlowEntry(YamlTokenKind.FlowMappingEnd, "a flow mapping", "expected ',' or '}'");
        }

        _tokens.Next();
        return map;
    }

    private TNode ReadBlockMapping(YamlNodeStart start)
    {
        var map = Map(start);
        _tokens.Next();
        while (_tokens.Kind != YamlTokenKind.BlockEnd)
        {
            if (_tokens.Kind == YamlTokenKind.Key)
            {
                _tokens.Next();
            }
            else if (_tokens.Kind != YamlTokenKind.Value)
            {
                throw _tokens.Unexpected("a block mapping", "expected key");
            }

            ReadPair(map, isBlock: true);
        }

        _tokens.Next();
        return map;
    }

    private void ReadFlowPair(TNode map)
    {
        if (_tokens.Kind == YamlTokenKind.Key)
        {
            _tokens.Next();
        }

        ReadPair(map, isBlock: false);
    }

    private void ReadPair(TNode map, bool isBlock)
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        var key = ReadKey(line, column);
        _builder.Enter(key, line, column);
        var value = ReadPairValue(isBlock);
        _builder.Leave();
        if (!_builder.TryAdd(map, key, value))
        {
            _builder.Duplicate(key, line, column, _builder.Find(map, key)!);
        }
    }

    private TNode ReadPairValue(bool isBlock)
    {
        if (_tokens.Kind != YamlTokenKind.Value)
        {
            return Empty();
        }

        _tokens.Next();
        return IsEmpty(_tokens.Kind) ? Empty() : ReadNode(isBlock, isIndentless: isBlock);
    }

    private void AddItem(TNode list, int index, bool isEmpty, bool isBlock)
    {
        _builder.Enter(index);
        _builder.Add(list, isEmpty ? Empty() : ReadNode(isBlock, isIndentless: false));
        _builder.Leave();
    }

    private void NextFlowEntry(YamlTokenKind end, string within, string expected)
    {
        if (_tokens.Kind == YamlTokenKind.FlowEntry)
        {
            _tokens.Next();
        }
        else if (_tokens.Kind != end)
        {
            throw _tokens.Unexpected(within, expected);
        }
    }

    private TNode Map(YamlNodeStart start)
    {
        _tags.Check(start, YamlTag.Map);
        _builder.CheckDepth(_builder.Depth, start.Line, start.Column);
        return _builder.Table(start.Line, start.Column);
    }

    private TNode List(YamlNodeStart start)
    {
        _tags.Check(start, YamlTag.Sequence);
        _builder.CheckDepth(_builder.Depth, start.Line, start.Column);
        return _builder.List(start.Line, start.Column);
    }
}
