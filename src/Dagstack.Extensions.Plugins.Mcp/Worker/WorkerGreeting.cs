using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>What a worker says of itself, in both eras.</summary>
internal static class WorkerGreeting
{
    private const string OlderVersion = "2025-11-25";

    /// <summary>What both eras are told. It is text, and of an assembly that is loaded already: nobody waits for it longer than a process takes.</summary>
    private static readonly string s_server =
        $$$"""
        "resultType":"complete","ttlMs":0,"cacheScope":"private","capabilities":{"tools":{},"logging":{}},"serverInfo":{"name":"dagstack-worker","version":"{{{typeof(WorkerGreeting).Assembly.GetName().Version!.ToString(3)}}}"}
        """;

    /// <summary>Gets the members of the answer to <c>server/discover</c>.</summary>
    public static string Discovered => $"\"supportedVersions\":[\"{WireKeys.FirstDiscoveredVersion}\"],{s_server}";

    /// <summary>Gets the members of the answer to <c>initialize</c>.</summary>
    public static string Initialized => $"\"protocolVersion\":\"{OlderVersion}\",{s_server}";

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

    private static void WriteVersions(string name, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(WireKeys.FirstDiscoveredVersion);
        writer.WriteEndArray();
    }
}
