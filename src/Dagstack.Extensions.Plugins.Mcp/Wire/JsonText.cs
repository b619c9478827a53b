using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Texts in what a server says.</summary>
internal static class JsonText
{
    /// <summary>Reads JSON whose texts can all be asked for, whatever a server has cut them to.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(HalfPairs.Mend(json), new() { MaxDepth = MessageScan.MaxDepth });

    /// <summary>Finds a member of an object that is a text.</summary>
    /// <param name="json">An object that was read by <see cref="Parse"/>, or anything else.</param>
    /// <param name="name">The name of the member.</param>
    /// <returns>The text; null if there is no such member, or it is something else.</returns>
    public static string? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
