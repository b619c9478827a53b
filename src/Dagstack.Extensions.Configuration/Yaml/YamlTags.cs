using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;
using YamlDotNet.Core.Tokens;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>Tags, their handles, and which of them fit.</summary>
internal sealed class YamlTags(ReadContext context)
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal) { ["!"] = "!", ["!!"] = "tag:yaml.org,2002:" };
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public void Declare(TagDirective directive, int line, int column)
    {
        if (!_declared.Add(directive.Handle))
        {
            throw context.Fault($"the directive %TAG {directive.Handle} is there twice. Keep one of them.", line, column);
        }

        _prefixes[directive.Handle] = directive.Prefix;
    }

    public string Resolve(Tag tag, int line, int column) => tag.Handle.Length == 0 ? tag.Suffix
        : _prefixes.TryGetValue(tag.Handle, out var prefix) ? prefix + tag.Suffix
        : throw context.Fault($"the tag handle {tag.Handle} is not declared. Leave the tag out.", line, column);

    /// <summary>Checks the tag of a mapping or sequence.</summary>
    public void Check(YamlNodeStart start, string expected)
    {
        if (start.Tag is not null && start.Tag != expected && start.Tag != YamlTag.NonSpecific)
        {
            throw Unknown(start.Tag, start.Line, start.Column);
        }
    }

    /// <summary>Finds the kind of a scalar that is not a string by its tag or its quotes.</summary>
    public ScalarKind KindOf(string? tag, string text, int line, int column)
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
                throw context.Fault($"the tag !!{tag[(tag.LastIndexOf(':') + 1)..]} does not fit this value. Correct the value, or leave the tag out.", line, column);
            default:
                throw Unknown(tag, line, column);
        }
    }

    private ReadFault Unknown(string tag, int line, int column) =>
        context.Fault($"the tag {(tag.Length > 80 ? tag[..80] + "…" : tag)} means nothing here: !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are read. Leave it out.", line, column);
}
