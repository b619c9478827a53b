using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>What a worker says of itself, in both eras.</summary>
internal static class WorkerGreeting
{
    private const string Initialized = "2025-11-25";

    public static void WriteDiscovered(Utf8JsonWriter writer)
    {
        WriteVersions("supportedVersions", writer);
        WriteServer(writer);
    }

    public static void WriteInitialized(Utf8JsonWriter writer)
    {
        writer.WriteString("protocolVersion", Initialized);
        WriteServer(writer);
    }

    /// <summary>Writes the data of a refusal.</summary>
    public static void WriteUnsupported(string revision, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("data");
        WriteVersions("supported", writer);
        writer.WriteString("requested", revision);
        writer.WriteEndObject();
    }

    public static void WriteComplete(Utf8JsonWriter writer)
    {
        writer.WriteString("resultType", "complete");
        writer.WriteNumber("ttlMs", 0);
        writer.WriteString("cacheScope", "private");
    }

    private static void WriteServer(Utf8JsonWriter writer)
    {
        WriteComplete(writer);
        writer.WriteStartObject("capabilities");
        writer.WriteStartObject("tools");
        writer.WriteEndObject();
        writer.WriteStartObject("logging");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("serverInfo");
        writer.WriteString("name", "dagstack-worker");
        writer.WriteString("version", SetupMessage.Version);
        writer.WriteEndObject();
    }

    private static void WriteVersions(string name, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(WireKeys.FirstDiscoveredVersion);
        writer.WriteEndArray();
    }
}
