using SharpYaml;
using SharpYaml.Tokens;

namespace Dagstack.Extensions.Shared;

/// <summary>The scanner's tokens, one at a time.</summary>
internal sealed class YamlTokens
{
    private readonly Func<string, int, int, Exception> _invalid;
    private readonly Scanner<YamlText> _scanner;
    private readonly YamlText _text;
    private readonly YamlLayout _layout;

    /// <summary>Goes to the first token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="invalid">Makes the error of what is no YAML.</param>
    public YamlTokens(string text, Func<string, int, int, Exception> invalid)
    {
        _invalid = invalid;
        _text = new(text);
        _layout = new(text);
        _scanner = new(_text);
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
        var kind = KindOf(token);
        Check(kind, token);
        (Kind, Line, Column) = (kind, token.Start.Line + 1, token.Start.Column + 1);
        switch (kind)
        {
            case YamlTokenKind.Scalar:
                var scalar = (Scalar)token;
                (Text, IsPlain) = (_text.Original(scalar.Value), scalar.Style == ScalarStyle.Plain);
                break;
            case YamlTokenKind.Alias or YamlTokenKind.Anchor:
                Text = _text.Name(token.Start.Index);
                break;
            case YamlTokenKind.Tag:
                var tag = (Tag)token;
                (Handle, Text) = (tag.Handle, tag.Suffix);
                break;
            case YamlTokenKind.TagDirective:
                var directive = (TagDirective)token;
                (Handle, Text) = (directive.Handle, directive.Prefix);
                break;
            case YamlTokenKind.VersionDirective:
                Version = ((VersionDirective)token).Version.Major;
                break;
        }
    }

    public Exception Unexpected(string within, string expected) => _invalid($"while parsing {within}, did not find {expected}{YamlErrors.Hint(_text, Line)}", Line, Column);

    private static YamlTokenKind KindOf(Token token) => token switch
    {
        Scalar => YamlTokenKind.Scalar,
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
        AnchorAlias => YamlTokenKind.Alias,
        Anchor => YamlTokenKind.Anchor,
        Tag => YamlTokenKind.Tag,
        DocumentStart => YamlTokenKind.DocumentStart,
        DocumentEnd => YamlTokenKind.DocumentEnd,
        TagDirective => YamlTokenKind.TagDirective,
        VersionDirective => YamlTokenKind.VersionDirective,
        StreamStart => YamlTokenKind.StreamStart,
        _ => YamlTokenKind.StreamEnd,
    };

    private void Check(YamlTokenKind kind, Token token)
    {
        switch (_layout.Check(kind, token))
        {
            case YamlLayoutFault.Flow:
                throw _invalid(YamlErrors.Lost, Line, Column);
            case YamlLayoutFault.Block:
                throw _invalid("a block of text has to begin deeper than its key", token.Start.Line + 1, token.Start.Column + 1);
            case YamlLayoutFault.Quoted:
                throw _invalid("while scanning a multi-line double-quoted scalar, found wrong indentation", token.Start.Line + 1, token.Start.Column + 1);
        }

        // The others are made of what follows them.
        var isWritten = kind is not (YamlTokenKind.Key or YamlTokenKind.BlockEnd or YamlTokenKind.BlockMappingStart or YamlTokenKind.BlockSequenceStart
            or YamlTokenKind.StreamStart or YamlTokenKind.StreamEnd);
        if (isWritten && !_text.HasBegun(token.Start.Index))
        {
            // What is shown to the scanner would not be what is meant.
            throw new NotSupportedException($"{typeof(Mark).Assembly.GetName()} reads YAML in an order that is not known here. Use SharpYaml 3.17.0, or a newer version of this package.");
        }
    }

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
            throw YamlErrors.Translate(exception, _text, _invalid);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // What the scanner throws, rarely, where it has not thought of an input.
        }

        throw _invalid(YamlErrors.Lost, Line, Column);
    }
}
