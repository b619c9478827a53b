using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads log messages.</summary>
internal static class LogReader
{
    public static WireLog Read(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonText.Parse(parameters);
        var root = document.RootElement;
        return new(
            JsonText.Find(root, "level") ?? "info",
            JsonText.Find(root, "logger"),
            Member(root, "data"),
            Member(root, WireKeys.Meta));
    }

    private static JsonElement Member(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member.Clone() : default;
}
