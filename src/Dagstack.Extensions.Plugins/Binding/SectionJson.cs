using System.Globalization;
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

    /// <summary>Writes the section key by key, each with its path below the section, and its own value under an empty one.</summary>
    public static void WriteKeys(SectionNode section, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (section.HasValue)
        {
            writer.WriteString(string.Empty, section.Text);
        }

        WriteKeysBelow(section, string.Empty, writer);
        writer.WriteEndObject();
    }

    private static void WriteKeysBelow(SectionNode node, string path, Utf8JsonWriter writer)
    {
        foreach (var child in node.Children)
        {
            if (child.HasValue)
            {
                writer.WriteString(path + child.Key, child.Text);
            }

            WriteKeysBelow(child, $"{path}{child.Key}:", writer);
        }
    }

    private static void WriteValue(SectionNode node, Utf8JsonWriter writer)
    {
        if (!node.HasChildren)
        {
            writer.WriteStringValue(node.Text);
        }
        else if (node.Items() is { } items && IsCounted(items))
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

    /// <summary>Tells whether a list would give the same keys back. Others are names that happen to be numbers.</summary>
    private static bool IsCounted(IReadOnlyList<SectionNode> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Key != i.ToString(CultureInfo.InvariantCulture))
            {
                return false;
            }
        }

        return true;
    }
}
