using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>A value of a file with its place, the same for YAML and JSON.</summary>
internal sealed class SpecNode(SpecNodeKind kind, int line, int column)
{
    public SpecNodeKind Kind { get; } = kind;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>Gets the line of the key that has this value; of an item in a list, the value's own.</summary>
    public int KeyLine { get; init; } = line;

    public int KeyColumn { get; init; } = column;

    /// <summary>Gets the text of a string, the digits of a number, or the word of a boolean.</summary>
    public string Text { get; init; } = string.Empty;

    public bool Boolean => Text == "true";

    public List<SpecNode> Items { get; } = [];

    public OrderedDictionary<string, SpecNode> Members { get; } = [];

    /// <summary>Gets how many values it is made of, itself among them; what an alias names counts each time.</summary>
    public int Size { get; private set; } = 1;

    public SpecNode? Find(string key) => Kind == SpecNodeKind.Table ? Members.GetValueOrDefault(key) : null;

    public bool TryAdd(string key, SpecNode value)
    {
        Size += value.Size;
        return Members.TryAdd(key, value);
    }

    public void Add(SpecNode item)
    {
        Size += item.Size;
        Items.Add(item);
    }

    /// <summary>Finds the value at a JSON Pointer, or the last one on the way to it that is there.</summary>
    public SpecNode At(string pointer)
    {
        var node = this;
        foreach (var part in pointer.Split('/').Skip(1).Select(JsonPointer.Unescape))
        {
            var next = node.Kind == SpecNodeKind.List && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < node.Items.Count ? node.Items[index] : node.Find(part);
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node;
    }

    /// <summary>Says what was found, for a message.</summary>
    public string Describe() => Kind switch
    {
        SpecNodeKind.Text => $"the text \"{Excerpt.Of(Text)}\"",
        SpecNodeKind.Number => $"the number {Excerpt.Of(Text)}",
        SpecNodeKind.Boolean => Text,
        SpecNodeKind.List => Items.Count == 0 ? "an empty list" : "a list",
        SpecNodeKind.Table => Members.Count == 0 ? "an empty mapping" : "a mapping",
        _ => "nothing",
    };

    public JsonElement ToJson() => JsonText.Element(Write);

    private void Write(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case SpecNodeKind.Text:
                writer.WriteStringValue(Text);
                break;
            case SpecNodeKind.Number:
                writer.WriteRawValue(Text);
                break;
            case SpecNodeKind.Boolean:
                writer.WriteBooleanValue(Boolean);
                break;
            case SpecNodeKind.List:
                writer.WriteStartArray();
                Items.ForEach(item => item.Write(writer));
                writer.WriteEndArray();
                break;
            case SpecNodeKind.Table:
                writer.WriteStartObject();
                foreach (var (key, value) in Members)
                {
                    writer.WritePropertyName(key);
                    value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
