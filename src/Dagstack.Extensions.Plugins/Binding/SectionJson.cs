using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Writes a section for those who do not know its types.</summary>
internal static class SectionJson
{
    /// <summary>Writes the section itself, which is an object also if it is empty.</summary>
    public static void Write(SectionNode section, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var child in section.Children)
        {
            writer.WritePropertyName(child.Key);
            WriteValue(child, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(SectionNode node, Utf8JsonWriter writer)
    {
        if (!node.HasChildren)
        {
            writer.WriteStringValue(node.Text);
        }
        else if (node.Items() is { } items)
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                WriteValue(item, writer);
            }

            writer.WriteEndArray();
        }
        else
        {
            Write(node, writer);
        }
    }
}
