using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What a log message of a worker has that the protocol has no word for: the lowest level, its event, and the scopes that it is in.</summary>
/// <param name="IsTrace">Whether its level is the lowest, for which the protocol says <c>debug</c>.</param>
/// <param name="Event">Its event.</param>
/// <param name="Scopes">Its scopes, the outermost first.</param>
internal sealed record LogDetails(bool IsTrace, EventId Event, IReadOnlyList<LogScope> Scopes)
{
    private const int MaxScopes = 16;

    /// <summary>Reads them; null if there are none.</summary>
    public static LogDetails? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            var scopes = json.TryGetProperty("scopes", out var all) ? all.EnumerateArray().Select(Scope).ToList() : [];
            return new(json.TryGetProperty("trace", out _), new(json.GetProperty("event").GetInt32(), JsonText.Find(json, "name")), scopes);
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            // Somebody else has written it: it is a message like that of any server.
            return null;
        }
    }

    /// <summary>Writes them as the members of an object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (IsTrace)
        {
            writer.WriteBoolean("trace", value: true);
        }

        writer.WriteNumber("event", Event.Id);
        if (Event.Name is { } name)
        {
            writer.WriteString("name", name);
        }

        if (Scopes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("scopes");
        foreach (var scope in Scopes.TakeLast(MaxScopes))
        {
            writer.WriteStartObject();
            writer.WriteString("text", scope.ToString());
            writer.WriteStartArray("values");
            foreach (var (key, value) in scope)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(key);
                writer.WriteStringValue($"{value}");
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static LogScope Scope(JsonElement json) =>
        new(json.GetProperty("text").GetString() ?? string.Empty, [.. json.GetProperty("values").EnumerateArray().Select(static pair => KeyValuePair.Create(pair[0].GetString() ?? string.Empty, (object?)pair[1].GetString()))]);
}
