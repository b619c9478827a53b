using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Finds what would make later code fail on a JSON value: depth without end, and text that is no text.</summary>
internal static class JsonSoundness
{
    private const int MaxDepth = 128;

    /// <summary>Looks through a value once, without recursion.</summary>
    /// <returns>What is wrong, as a sentence; null if nothing is.</returns>
    public static string? FindFault(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return "it is not JSON: a default JsonElement.";
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value), new JsonReaderOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(ref reader))
                {
                    return "it has text that is not valid Unicode: half of a surrogate pair, or bytes that are not UTF-8.";
                }
            }
        }
        catch (JsonException)
        {
            // It has been parsed before, so this is its depth.
            return $"it is nested more than {MaxDepth} deep.";
        }

        return null;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!Utf8.IsValid(reader.ValueSpan))
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            return true;
        }

        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
