using System.Runtime.InteropServices;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Texts in what a server says. JSON may have escapes of half a pair of characters, which are no text: what has them is read as if it were absent.</summary>
internal static class JsonText
{
    /// <summary>Finds a member of an object that is a text.</summary>
    /// <returns>The text; null if there is no such member, or it is something else.</returns>
    public static string? Find(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Tells whether all names and texts of a value can be read.</summary>
    public static bool IsReadable(JsonElement json)
    {
        if (JsonMarshal.GetRawUtf8Value(json).IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            json.WriteTo(writer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
