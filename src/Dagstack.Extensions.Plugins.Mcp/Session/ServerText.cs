using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What a server says in words.</summary>
internal static class ServerText
{
    private const int MaxLength = 4 * 1024;

    /// <summary>Gets the message of a result that is an error, without secrets.</summary>
    public static string ErrorOf(WireResult result, WireRemoteError? remote)
    {
        var text = remote?.Message ?? TextOf(result);
        return text is { Length: > 0 } ? Excerpt.Cut(result.Told(text).ReplaceLineEndings(" "), MaxLength) : "it says only that it failed.";
    }

    /// <summary>Gets the value of a result of one of our own tools as JSON; undefined if it is none.</summary>
    public static JsonElement Value(WireResult result)
    {
        try
        {
            using var document = JsonText.Parse(!result.Structured.IsEmpty ? result.Structured : result.HasText ? result.ReadText() : "null"u8.ToArray());
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? TextOf(WireResult result)
    {
        if (result.Content.IsEmpty)
        {
            return result.Structured.IsEmpty ? null : Encoding.UTF8.GetString(result.Structured.Span[..Math.Min(result.Structured.Length, Beginnings.LongestSecret)]);
        }

        using var content = JsonText.Parse(result.Content);
        return content.RootElement.ValueKind != JsonValueKind.Array ? null : string.Join(' ', content.RootElement.EnumerateArray()
            .Where(static block => block.ValueKind == JsonValueKind.Object)
            .Select(static block => JsonText.Find(block, "text"))
            .Where(static text => text is { Length: > 0 }));
    }
}
