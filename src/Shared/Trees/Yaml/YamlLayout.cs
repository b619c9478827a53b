using SharpYaml;
using SharpYaml.Tokens;

namespace Dagstack.Extensions.Shared;

/// <summary>Looks at where tokens stand, as the specification does and the scanner does not.</summary>
internal sealed class YamlLayout(string text)
{
    private readonly Stack<int> _indents = new();
    private int _indent = -1;
    private int _flowLevel;
    private int _line;

    /// <summary>Tells whether a token is deeper than the block that it is in, where it has to be.</summary>
    public YamlLayoutFault Check(YamlTokenKind kind, Token token)
    {
        var isFirst = token.Start.Line > _line;
        _line = token.End.Line;
        switch (kind)
        {
            case YamlTokenKind.Scalar:
                return CheckScalar((Scalar)token, isFirst);
            case YamlTokenKind.BlockMappingStart or YamlTokenKind.BlockSequenceStart:
                _indents.Push(_indent);
                _indent = token.Start.Column;
                return YamlLayoutFault.None;
            case YamlTokenKind.BlockEnd:
                _indent = _indents.Pop();
                return YamlLayoutFault.None;
            case YamlTokenKind.FlowSequenceEnd or YamlTokenKind.FlowMappingEnd:
                _flowLevel = Math.Max(0, _flowLevel - 1);
                return YamlLayoutFault.None;
        }

        var isWrong = _flowLevel > 0 && isFirst && token.Start.Column <= _indent && kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.StreamEnd);
        _flowLevel += kind is YamlTokenKind.FlowSequenceStart or YamlTokenKind.FlowMappingStart ? 1 : 0;
        return isWrong ? YamlLayoutFault.Flow : YamlLayoutFault.None;
    }

    private YamlLayoutFault CheckScalar(Scalar scalar, bool isFirst)
    {
        var isDeeper = !isFirst || scalar.Start.Column > _indent;
        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
        {
            return isDeeper ? YamlLayoutFault.None : YamlLayoutFault.Block;
        }

        if (_flowLevel > 0 && !isDeeper)
        {
            return YamlLayoutFault.Flow;
        }

        return scalar.End.Line == scalar.Start.Line || AreLinesDeeper(scalar) ? YamlLayoutFault.None
            : scalar.Style == ScalarStyle.DoubleQuoted ? YamlLayoutFault.Quoted
            : scalar.Style == ScalarStyle.Plain && _flowLevel > 0 ? YamlLayoutFault.Flow
            : YamlLayoutFault.None;
    }

    private bool AreLinesDeeper(Scalar scalar)
    {
        var rest = text.AsSpan(scalar.Start.Index..scalar.End.Index);
        while (rest.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            rest = rest[(end + 1)..];
            var blanks = rest.IndexOfAnyExcept(' ', '\t');
            if (blanks >= 0 && blanks <= _indent && rest[blanks] is not ('\r' or '\n'))
            {
                return false;
            }
        }

        return true;
    }
}
