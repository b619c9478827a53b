using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Plain values, of which metadata and the data of progress are made, as JSON.</summary>
internal static class PlainJson
{
    public static JsonObject MapOf(IEnumerable<KeyValuePair<string, object?>> map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map)
        {
            json[key] = NodeOf(value);
        }

        return json;
    }

    // Metadata has nothing but these: see CallMetadata.
    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        Guid id => JsonValue.Create(id),
        DateTimeOffset time => JsonValue.Create(time),
        double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        // Text, as all of the contract's decimals.
        decimal number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        IReadOnlyDictionary<string, object?> map => MapOf(map),
        IReadOnlyList<object?> list => new JsonArray([.. list.Select(NodeOf)]),
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Gets an object as a dictionary.</summary>
    public static Dictionary<string, object?> Read(JsonElement json) => json.EnumerateObject().ToDictionary(static member => member.Name, static member => Of(member.Value), StringComparer.Ordinal);

    private static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : value.GetDouble(),
        JsonValueKind.Object => Read(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Of).ToList(),
        _ => null,
    };
}
