namespace Dagstack.Extensions.Shared;

/// <summary>Reads one document of YAML from the scanner's tokens, with the core schema of YAML 1.2.</summary>
/// <remarks>The library's parser takes longer for the same grammar: it makes an object for each event.</remarks>
internal sealed partial class YamlTree<TNode>
    where TNode : class
{
    private readonly TreeBuilder<TNode> _builder;
    private readonly YamlTokens _tokens;
    private readonly YamlAnchors<TNode> _anchors;
    private readonly YamlTags _tags;

    private YamlTree(string text, TreeBuilder<TNode> builder)
    {
        _builder = builder;
        _tokens = new(text, builder.Invalid);
        _anchors = new(builder);
        _tags = new(builder.Fault);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="builder">Makes the nodes.</param>
    /// <returns>The root, whatever it is. A text without a document is an empty table.</returns>
    public static TNode Read(string text, TreeBuilder<TNode> builder) => new YamlTree<TNode>(text, builder).ReadStream();

    private TNode ReadStream()
    {
        _tokens.Next();
        ReadDirectives();
        if (_tokens.Kind == YamlTokenKind.StreamEnd)
        {
            return _builder.Table(1, 1);
        }

        var root = _tokens.Kind is YamlTokenKind.DocumentEnd or YamlTokenKind.DocumentStart ? Empty() : ReadNode(isBlock: true, isIndentless: false);
        var isEnded = false;
        while (_tokens.Kind == YamlTokenKind.DocumentEnd)
        {
            isEnded = true;
            _tokens.Next();
        }

        if (_tokens.Kind == YamlTokenKind.StreamEnd)
        {
            return root;
        }

        throw isEnded || _tokens.Kind is YamlTokenKind.DocumentStart or YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective
            ? _builder.Fault("a second document begins here, and only one is read. Put it in a file of its own.", _tokens.Line, _tokens.Column)
            : _tokens.Unexpected("the document", "its end");
    }

    private void ReadDirectives()
    {
        var version = false;
        while (_tokens.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentEnd)
        {
            if (_tokens.Kind == YamlTokenKind.VersionDirective)
            {
                if (version || _tokens.Version != 1)
                {
                    throw _builder.Fault("the directive %YAML has to be there once at most, with the version 1.2. Correct it, or leave it out.", _tokens.Line, _tokens.Column);
                }

                version = true;
            }
            else if (_tokens.Kind == YamlTokenKind.TagDirective)
            {
                _tags.Declare(_tokens.Handle, _tokens.Text, _tokens.Line, _tokens.Column);
            }

            _tokens.Next();
        }

        if (_tokens.Kind == YamlTokenKind.DocumentStart)
        {
            _tokens.Next();
        }
        else if (version)
        {
            throw _tokens.Unexpected("a directive", "'---' after it");
        }
    }

    /// <summary>Reads the node that the tokens are at, and stops at what follows.</summary>
    private TNode ReadNode(bool isBlock, bool isIndentless)
    {
        var start = ReadStart();
        if (_tokens.Kind == YamlTokenKind.Alias && start.Tag is null && start.Anchor is null)
        {
            var alias = _tokens.Text;
            _tokens.Next();
            return _anchors.Find(alias, start.Line, start.Column).Node!;
        }

        string? text = null;
        var anchored = start.Anchor is null ? null : _anchors.Begin(start.Anchor);
        _anchors.Count();
        var node = _tokens.Kind switch
        {
            YamlTokenKind.BlockEntry when isIndentless => ReadIndentlessSequence(start),
            YamlTokenKind.Scalar => ReadScalar(start, out text),
            YamlTokenKind.FlowSequenceStart => ReadFlowSequence(start),
            YamlTokenKind.FlowMappingStart => ReadFlowMapping(start),
            YamlTokenKind.BlockSequenceStart when isBlock => ReadBlockSequence(start),
            YamlTokenKind.BlockMappingStart when isBlock => ReadBlockMapping(start),
            _ when start.Tag is not null || start.Anchor is not null => MakeScalar(string.Empty, isPlain: true, start, out text),
            _ => throw _tokens.Unexpected("a node", "a value"),
        };
        if (anchored is not null)
        {
            _anchors.End(anchored, node, text);
        }

        return node;
    }

    // Anchor and tag, each at most once, in any order.
    private YamlNodeStart ReadStart()
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        if (_tokens.Kind is not (YamlTokenKind.Anchor or YamlTokenKind.Tag))
        {
            return new(line, column, null, null);
        }

        string? tag = null;
        string? anchor = null;
        while (true)
        {
            switch (_tokens.Kind)
            {
                case YamlTokenKind.Anchor when anchor is null:
                    anchor = _tokens.Text;
                    break;
                case YamlTokenKind.Tag when tag is null:
                    tag = _tags.Resolve(_tokens.Handle, _tokens.Text, _tokens.Line, _tokens.Column);
                    break;
                case YamlTokenKind.Anchor or YamlTokenKind.Tag or YamlTokenKind.Alias:
                    throw _tokens.Unexpected("a node", "its content, but another anchor, tag or alias");
                default:
                    return new(line, column, tag, anchor);
            }

            _tokens.Next();
        }
    }

    private TNode Empty()
    {
        _anchors.Count();
        return _builder.Null(_tokens.Line, _tokens.Column);
    }

    private TNode ReadScalar(YamlNodeStart start, out string? text)
    {
        var (value, isPlain) = (_tokens.Text, _tokens.IsPlain);
        _tokens.Next();
        return MakeScalar(value, isPlain, start, out text);
    }

    // A plain scalar takes its type after the builder has replaced what is to be replaced.
    private TNode MakeScalar(string value, bool isPlain, YamlNodeStart start, out string? text)
    {
        text = null;
        var (tag, line, column) = (start.Tag, start.Line, start.Column);
        if (_builder.Expand(ref value, line, column) is { } other)
        {
            return other;
        }

        var isText = tag is YamlTag.NonSpecific or YamlTag.String || (tag is null && !isPlain);
        var kind = isText ? YamlKind.Text : _tags.KindOf(tag, value, line, column);
        text = kind == YamlKind.Text ? value : null;
        return YamlScalars.Make(kind, value, _builder, line, column);
    }
}
