using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Members of what the host says.</summary>
internal static class WorkerValues
{
    /// <summary>Gets a member that is an object; an empty one if it is not there.</summary>
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : JsonElement.Parse("{}");

    /// <summary>Gets a member that is an object as a dictionary.</summary>
    public static Dictionary<string, object?> Map(JsonElement json, string name) => PlainJson.Read(Member(json, name));
}
