using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads JSON that somebody gave, without the values of what is named like a secret.</summary>
internal static class MaskedJson
{
    /// <summary>Reads a value; null where there is none.</summary>
    public static JsonNode? Read(JsonElement? json) => json is { } value ? MaskedTree.Read(Tree(value)) : null;

    private static object? Tree(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Table(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Tree).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A key may be there twice, and the last one counts.</summary>
    private static Dictionary<string, object?> Table(JsonElement json)
    {
        var table = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            table[property.Name] = Tree(property.Value);
        }

        return table;
    }
}
