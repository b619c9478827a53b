using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>Reads one YAML document from the scanner's tokens, with the core schema of YAML 1.2.</summary>
/// <remarks>The library's parser takes twice as long for the same grammar: it makes an object for each event.</remarks>
internal sealed partial class YamlTreeReader
{
    private readonly ReadContext _context;
    private readonly YamlTokens _tokens;
    private readonly YamlAnchors _anchors;
    private readonly YamlTags _tags;

    private YamlTreeReader(YamlTokens tokens, ReadContext context)
    {
        (_context, _tokens) = (context, tokens);
        (_anchors, _tags) = (new(context), new(context));
    }

    /// <summary>Reads a document. A file without one has no keys.</summary>
    public static ConfigNode Read(string text, ReadContext context)
    {
        YamlTokens? tokens = null;
        try
        {
            tokens = new(text, context);
            return new YamlTreeReader(tokens, context).ReadStream();
        }
        catch (YamlException exception)
        {
            throw YamlErrors.Translate(exception, text, context);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the scanner throws, rarely, where it has not thought of an input.
            throw context.Invalid("it cannot be read on from here; is a bracket, a brace or a quote not closed", tokens?.Line ?? 1, tokens?.Column ?? 1);
        }
    }

    private ConfigNode ReadStream()
    {
        _tokens.Next();
        ReadDirectives();
        if (_tokens.Current is StreamEnd)
        {
            return new ConfigMap(_context.File, 1, 1);
        }

        var root = _tokens.Current is DocumentEnd or DocumentStart ? Empty() : ReadNode(isBlock: true, isIndentless: false);
        var isEnded = false;
        while (_tokens.Current is DocumentEnd)
        {
            isEnded = true;
            _tokens.Next();
        }

        if (_tokens.Current is StreamEnd)
        {
            return root;
        }

        throw isEnded || _tokens.Current is DocumentStart or VersionDirective or TagDirective
            ? _context.Fault("a second document begins here, and a configuration file has one. Put it in a file of its own.", _tokens.Line, _tokens.Column)
            : _tokens.Unexpected("the document", "its end");
    }

    private void ReadDirectives()
    {
        var version = false;
        while (_tokens.Current is VersionDirective or TagDirective or DocumentEnd)
        {
            if (_tokens.Current is VersionDirective directive)
            {
                if (version || directive.Version.Major != 1)
                {
                    throw _context.Fault("the directive %YAML has to be there once at most, with the version 1.2. Correct it, or leave it out.", _tokens.Line, _tokens.Column);
                }

                version = true;
            }
            else if (_tokens.Current is TagDirective tag)
            {
                _tags.Declare(tag, _tokens.Line, _tokens.Column);
            }

            _tokens.Next();
        }

        if (_tokens.Current is DocumentStart)
        {
            _tokens.Next();
        }
        else if (version)
        {
            throw _tokens.Unexpected("a directive", "'---' after it");
        }
    }

    /// <summary>Reads the node that the tokens are at, and stops at what follows.</summary>
    private ConfigNode ReadNode(bool isBlock, bool isIndentless)
    {
        var start = ReadStart();
        if (_tokens.Current is AnchorAlias alias && start.Tag is null && start.Anchor is null)
        {
            _tokens.Next();
            return _anchors.Find(alias.Value.Value, start.Line, start.Column);
        }

        _context.Count(1, start.Line, start.Column);
        _anchors.Begin(start.Anchor);
        ConfigNode node = _tokens.Current switch
        {
            BlockEntry when isIndentless => ReadIndentlessSequence(start),
            Scalar scalar => ReadScalar(scalar, start),
            FlowSequenceStart => ReadFlowSequence(start),
            FlowMappingStart => ReadFlowMapping(start),
            BlockSequenceStart when isBlock => ReadBlockSequence(start),
            BlockMappingStart when isBlock => ReadBlockMapping(start),
            _ when start.Tag is not null || start.Anchor is not null => MakeScalar(string.Empty, isPlain: true, start),
            _ => throw _tokens.Unexpected("a node", "a value"),
        };
        _anchors.End(start.Anchor, node);
        return node;
    }

    // Anchor and tag, each at most once, in any order.
    private YamlNodeStart ReadStart()
    {
        var (line, column) = (_tokens.Line, _tokens.Column);
        if (_tokens.Current is Scalar or not (Anchor or Tag))
        {
            return new(line, column, null, null);
        }

        string? tag = null;
        string? anchor = null;
        while (true)
        {
            switch (_tokens.Current)
            {
                case Anchor name when anchor is null:
                    anchor = name.Value.Value;
                    break;
                case Tag name when tag is null:
                    tag = _tags.Resolve(name, _tokens.Line, _tokens.Column);
                    break;
                case Anchor or Tag or AnchorAlias:
                    throw _tokens.Unexpected("a node", "its content, but another anchor, tag or alias");
                default:
                    return new(line, column, tag, anchor);
            }

            _tokens.Next();
        }
    }

    private ConfigScalar Empty()
    {
        _context.Count(1, _tokens.Line, _tokens.Column);
        return ConfigScalar.Null(_context.File, _tokens.Line, _tokens.Column);
    }

    private ConfigNode ReadScalar(Scalar scalar, YamlNodeStart start)
    {
        _tokens.Next();
        return MakeScalar(_tokens.Show(scalar.Value), scalar.Style == ScalarStyle.Plain, start);
    }

    private ConfigNode MakeScalar(string value, bool isPlain, YamlNodeStart start)
    {
        var (tag, line, column) = (start.Tag, start.Line, start.Column);
        if (tag is YamlTag.NonSpecific or YamlTag.String || (tag is null && !isPlain))
        {
            return _context.Text(value, line, column);
        }

        if (tag is null && !value.Contains('$', StringComparison.Ordinal))
        {
            return YamlScalars.Make(YamlScalars.KindOf(value), value, interpolated: false, _context, line, column);
        }

        // A plain scalar takes its type after its variables have been replaced.
        var result = _context.Expand(value, line, column);
        if (result.Secret is { } secret)
        {
            return new ConfigSecret(_context.File, line, column, secret);
        }

        var text = result.Text ?? string.Empty;
        return YamlScalars.Make(_tags.KindOf(tag, text, line, column), text, result.IsReplaced, _context, line, column);
    }
}
