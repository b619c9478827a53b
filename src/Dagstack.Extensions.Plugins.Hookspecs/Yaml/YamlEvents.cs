using System.Text.RegularExpressions;
using SharpYaml;
using SharpYaml.Events;

namespace Dagstack.Extensions.Plugins.Hookspecs.Yaml;

/// <summary>Writes mappings, lists and values to an emitter.</summary>
internal sealed partial class YamlEvents(IEmitter emitter)
{
    public void Start()
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
    }

    public void End()
    {
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    public void Map(Action members)
    {
        emitter.Emit(new MappingStart(null, null, true, YamlStyle.Block));
        members();
        emitter.Emit(new MappingEnd());
    }

    public void List(Action items)
    {
        emitter.Emit(new SequenceStart(null, null, true, YamlStyle.Block));
        items();
        emitter.Emit(new SequenceEnd());
    }

    public void Key(string name) => Value(name, StyleOf(name));

    public void Plain(string key, string value)
    {
        Key(key);
        Value(value, ScalarStyle.Plain);
    }

    public void Quoted(string key, string value)
    {
        Key(key);
        Value(value, ScalarStyle.DoubleQuoted);
    }

    /// <summary>Writes a text for people: several lines as a block, if nothing is lost in one.</summary>
    public void Text(string key, string value)
    {
        Key(key);
        var isBlock = value.Contains('\n', StringComparison.Ordinal) && !value.StartsWith(' ') && value.Split('\n').All(IsWhole);
        Value(isBlock ? value + "\n" : value, isBlock ? ScalarStyle.Literal : StyleOf(value));
    }

    public void Value(string value, ScalarStyle style) => emitter.Emit(new Scalar(null, null, value, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain));

    // What might be a number, a word or a sign to YAML is put in quotes.
    private static ScalarStyle StyleOf(string text) => PlainText().IsMatch(text) && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n") ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;

    private static bool IsWhole(string line) => line == line.TrimEnd() && line.All(static letter => !char.IsControl(letter) && letter is not ('\u2028' or '\u2029' or '\uFEFF'));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_./(),;-]*( [A-Za-z0-9_./(),;-]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();
}
