using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Texts in what a server says.</summary>
internal static class JsonText
{
    /// <summary>Finds a member of an object that is a text.</summary>
    /// <returns>The text; null if there is no such member, or it is something else.</returns>
    public static string? Find(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
