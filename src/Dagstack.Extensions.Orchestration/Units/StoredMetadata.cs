using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>What a caller says of its calls, as it is stored with a unit and given back around its run.</summary>
internal static class StoredMetadata
{
    /// <summary>Returns what the present caller has said, as JSON; null if that is nothing.</summary>
    public static string? OfCaller()
    {
        // The unit that enqueues is not the one that is enqueued, and its trace is stored beside.
        var said = CallMetadata.Current.Where(static pair => pair.Key is not (CallMetadata.UnitId or CallMetadata.TraceContext)).ToArray();
        if (said.Length == 0)
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            PlainJson.Write(json, said);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads what was stored.</summary>
    /// <exception cref="JsonException">It is not what was stored.</exception>
    public static Dictionary<string, object?> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return (Dictionary<string, object?>)Read(document.RootElement)!;
    }

    private static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(static member => member.Name, static member => Read(member.Value), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
