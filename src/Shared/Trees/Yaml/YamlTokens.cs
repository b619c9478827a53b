using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Dagstack.Extensions.Shared;

/// <summary>The scanner's tokens, one at a time.</summary>
internal sealed class YamlTokens
{
    private readonly Func<string, int, int, Exception> _invalid;
    private readonly Scanner _scanner;
    private readonly OldBreaks _breaks;
    private readonly string _text;

    /// <summary>Goes to the first token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="invalid">Makes the error of what is no YAML.</param>
    public YamlTokens(string text, Func<string, int, int, Exception> invalid)
    {
        _invalid = invalid;
        _breaks = new(text);
        _text = _breaks.Hide(text);
        _scanner = new(new StringReader(_text), skipComments: true);
        Next();
    }

    public YamlTokenKind Kind { get; private set; }

    public int Line { get; private set; } = 1;

    public int Column { get; private set; } = 1;

    /// <summary>Gets what a scalar says, the name of an anchor or alias, the rest of a tag after its handle, or the prefix of a directive.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>Gets the handle of a tag or of a directive for tags.</summary>
    public string Handle { get; private set; } = string.Empty;

    /// <summary>Gets the major version of a directive for versions.</summary>
    public int Version { get; private set; }

    /// <summary>Gets a value indicating whether a scalar is without quotes.</summary>
    public bool IsPlain { get; private set; }

    public void Next()
    {
        var token = Scan();
        (Line, Column) = (Math.Max(1, (int)token.Start.Line), Math.Max(1, (int)token.Start.Column));
        switch (token)
        {
            case Scalar scalar:
                (Kind, Text, IsPlain) = (YamlTokenKind.Scalar, _breaks.Show(scalar.Value), scalar.Style == ScalarStyle.Plain);
                break;
            case AnchorAlias alias:
                (Kind, Text) = (YamlTokenKind.Alias, alias.Value.Value);
                break;
            case Anchor anchor:
                (Kind, Text) = (YamlTokenKind.Anchor, anchor.Value.Value);
                break;
            case Tag tag:
                (Kind, Handle, Text) = (YamlTokenKind.Tag, tag.Handle, tag.Suffix);
                break;
            case TagDirective directive:
                (Kind, Handle, Text) = (YamlTokenKind.TagDirective, directive.Handle, directive.Prefix);
                break;
            case VersionDirective directive:
                (Kind, Version) = (YamlTokenKind.VersionDirective, directive.Version.Major);
                break;
            case Error error:
                throw _invalid(error.Value.TrimEnd('.'), Line, Column);
            default:
                Kind = KindOf(token);
                break;
        }
    }

    public Exception Unexpected(string within, string expected) => _invalid($"while parsing {within}, did not find {expected}{YamlErrors.Hint(_text, Line)}", Line, Column);

    private static YamlTokenKind KindOf(Token token) => token switch
    {
        Key => YamlTokenKind.Key,
        Value => YamlTokenKind.Value,
        FlowEntry => YamlTokenKind.FlowEntry,
        BlockEntry => YamlTokenKind.BlockEntry,
        BlockEnd => YamlTokenKind.BlockEnd,
        BlockMappingStart => YamlTokenKind.BlockMappingStart,
        BlockSequenceStart => YamlTokenKind.BlockSequenceStart,
        FlowSequenceStart => YamlTokenKind.FlowSequenceStart,
        FlowSequenceEnd => YamlTokenKind.FlowSequenceEnd,
        FlowMappingStart => YamlTokenKind.FlowMappingStart,
        FlowMappingEnd => YamlTokenKind.FlowMappingEnd,
        DocumentStart => YamlTokenKind.DocumentStart,
        DocumentEnd => YamlTokenKind.DocumentEnd,
        StreamStart => YamlTokenKind.StreamStart,
        _ => YamlTokenKind.StreamEnd,
    };

    private Token Scan()
    {
        try
        {
            if (Kind != YamlTokenKind.StreamEnd && _scanner.MoveNext())
            {
                return _scanner.Current!;
            }
        }
        catch (YamlException exception)
        {
            throw YamlErrors.Translate(exception.Message, _text, Math.Max(1, (int)exception.Start.Line), Math.Max(1, (int)exception.Start.Column), _invalid);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the scanner throws, rarely, where it has not thought of an input.
        }

        throw _invalid(YamlErrors.Lost, Line, Column);
    }
}
