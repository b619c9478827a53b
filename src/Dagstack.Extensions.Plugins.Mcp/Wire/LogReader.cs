using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads log messages.</summary>
internal static class LogReader
{
    public static WireLog Read(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        var root = document.RootElement;
        return new(
            root.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String ? level.GetString()! : "info",
            root.TryGetProperty("logger", out var logger) && logger.ValueKind == JsonValueKind.String ? logger.GetString() : null,
            root.TryGetProperty("data", out var data) ? data.Clone() : default);
    }
}
