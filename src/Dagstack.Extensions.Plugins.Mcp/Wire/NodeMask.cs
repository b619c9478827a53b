using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Takes secrets out of the texts of a tree.</summary>
internal static class NodeMask
{
    /// <summary>Does so, in place.</summary>
    /// <returns>Whether it could: nodes with a name twice, and texts with half of a pair of characters, cannot be read.</returns>
    public static bool TryApply(JsonNode? node, Func<string, string> mask)
    {
        try
        {
            Apply(node, mask);
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Apply(JsonNode? node, Func<string, string> mask)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (Masked(value, mask) is { } text)
                    {
                        map[key] = text;
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (Masked(list[i], mask) is { } text)
                    {
                        list[i] = text;
                    }
                }

                break;
        }
    }

    /// <summary>The text that takes the place of another one; null if that stays, or is none.</summary>
    private static string? Masked(JsonNode? node, Func<string, string> mask)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            Apply(node, mask);
            return null;
        }

        var text = value.GetValue<string>();
        var masked = mask(text);
        return masked == text ? null : masked;
    }
}
