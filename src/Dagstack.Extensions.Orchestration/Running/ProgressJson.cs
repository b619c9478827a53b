using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Writes what a unit has said of how far it has come: <c>{"fraction", "message", "data", "last_event"}</c>, what there is of it.</summary>
internal static class ProgressJson
{
    /// <param name="report">The last report; null for none.</param>
    /// <param name="last">The last event; null for none.</param>
    /// <param name="events">How many events there were.</param>
    public static byte[] Write(ProgressReport? report, ProgressEvent? last, long events)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (report is not null)
            {
                json.WriteNumber("fraction", report.Fraction);
                WriteOptional(json, "message", report.Message);
                WriteOptional(json, "data", report.Data);
            }

            if (last is not null)
            {
                json.WriteStartObject("last_event");
                json.WriteString("type", last.Type);
                json.WriteString("time", last.Time);
                WriteOptional(json, "payload", last.Payload);
                json.WriteNumber("count", events);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, object?> data)
    {
        if (data.Count > 0)
        {
            json.WritePropertyName(name);
            PlainJson.Write(json, data);
        }
    }
}
