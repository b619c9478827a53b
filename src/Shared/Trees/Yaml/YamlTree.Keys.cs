namespace Dagstack.Extensions.Shared;

// Keys are strings, here as in every other format.
internal sealed partial class YamlTree<TNode>
{
    private static bool IsEmpty(YamlTokenKind next) => next is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
        or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd or YamlTokenKind.FlowSequenceEnd;

    private string ReadKey(int line, int column)
    {
        var start = ReadStart();
        switch (_tokens.Kind)
        {
            case YamlTokenKind.Alias:
                var alias = _tokens.Text;
                _tokens.Next();
                return _anchors.Find(alias, line, column).Text is { } text
                    ? Checked(text, line, column)
                    : throw NotString($"the alias *{alias}, which is not a string", line, column);
            case YamlTokenKind.Scalar:
                return StringKey(start);
            case YamlTokenKind.BlockMappingStart or YamlTokenKind.FlowMappingStart:
                throw NotString("a mapping", line, column);
            case YamlTokenKind.BlockSequenceStart or YamlTokenKind.FlowSequenceStart or YamlTokenKind.BlockEntry:
                throw NotString("a list", line, column);
            case var next when IsEmpty(next):
                throw NotString("empty", line, column);
            default:
                throw _tokens.Unexpected("a mapping", "expected key");
        }
    }

    private string StringKey(YamlNodeStart start)
    {
        var (value, line, column) = (_tokens.Text, start.Line, start.Column);
        var isPlain = _tokens.IsPlain && start.Tag is null;
        _tokens.Next();
        var kind = isPlain || start.Tag is not (null or YamlTag.String or YamlTag.NonSpecific) ? _tags.KindOf(start.Tag, value, line, column) : YamlKind.Text;
        if (kind != YamlKind.Text)
        {
            var shown = kind switch { YamlKind.Null => "null", YamlKind.Boolean => "a boolean", _ => "a number" };
            throw NotString(value.Length is 0 or > 40 ? shown : $"{shown}, {value}", line, column);
        }

        if (isPlain && value == "<<")
        {
            throw _builder.MergeKey(line, column);
        }

        if (start.Anchor is not null)
        {
            _anchors.End(_anchors.Begin(start.Anchor), _builder.Verbatim(value, line, column), value);
        }

        return Checked(value, line, column);
    }

    private string Checked(string key, int line, int column)
    {
        _builder.CheckKey(key, line, column);
        return key;
    }

    private Exception NotString(string what, int line, int column) =>
        _builder.Fault($"a key is {what}, and keys have to be strings. Put it in quotes.", line, column);
}
