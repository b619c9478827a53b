namespace Dagstack.Extensions.Shared;

/// <summary>Tags, their handles, and which of them fit.</summary>
/// <param name="fault">Makes an error that ends the reading.</param>
internal sealed class YamlTags(Func<string, int, int, Exception> fault)
{
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal) { ["!"] = "!", ["!!"] = "tag:yaml.org,2002:" };
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public void Declare(string handle, string prefix, int line, int column)
    {
        if (!_declared.Add(handle))
        {
            throw fault($"the directive %TAG {handle} is there twice. Keep one of them.", line, column);
        }

        _prefixes[handle] = prefix;
    }

    public string Resolve(string handle, string suffix, int line, int column) => handle.Length == 0 ? suffix
        : _prefixes.TryGetValue(handle, out var prefix) ? prefix + suffix
        : throw fault($"the tag handle {handle} is not declared. Leave the tag out.", line, column);

    /// <summary>Checks the tag of a mapping or sequence.</summary>
    public void Check(YamlNodeStart start, string expected)
    {
        if (start.Tag is not null && start.Tag != expected && start.Tag != YamlTag.NonSpecific)
        {
            throw Unknown(start.Tag, start.Line, start.Column);
        }
    }

    /// <summary>Finds the kind of a scalar that is not a string by its tag or its quotes.</summary>
    public YamlKind KindOf(string? tag, string text, int line, int column)
    {
        var kind = YamlScalars.KindOf(text);
        switch (tag)
        {
            case null:
                return kind;
            case YamlTag.Null when kind == YamlKind.Null:
            case YamlTag.Boolean when kind == YamlKind.Boolean:
            case YamlTag.Integer when kind == YamlKind.Integer:
            case YamlTag.Float when kind == YamlKind.Float:
                return kind;
            case YamlTag.Float when kind == YamlKind.Integer && char.IsAsciiDigit(text[^1]) && !text.AsSpan().ContainsAny("xo"):
                return YamlKind.Float;
            case YamlTag.Null or YamlTag.Boolean or YamlTag.Integer or YamlTag.Float:
                throw fault($"the tag !!{tag[(tag.LastIndexOf(':') + 1)..]} does not fit this value. Correct the value, or leave the tag out.", line, column);
            default:
                throw Unknown(tag, line, column);
        }
    }

    private Exception Unknown(string tag, int line, int column) =>
        fault($"the tag {(tag.Length > 80 ? tag[..80] + "…" : tag)} means nothing here: !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are read. Leave it out.", line, column);
}
