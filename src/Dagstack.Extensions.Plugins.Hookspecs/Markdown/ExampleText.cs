using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Makes a text that is likely to fit a schema.</summary>
internal static partial class ExampleText
{
    public static string Of(JsonObject schema, string name)
    {
        var least = (int)Math.Min(schema["minLength"]?.GetValue<decimal>() ?? 0, 200);
        var most = (int)Math.Min(schema["maxLength"]?.GetValue<decimal>() ?? 200, 200);
        if (schema["pattern"] is JsonValue pattern)
        {
            return OfPattern(pattern.GetValue<string>(), name, least, most);
        }

        var text = schema["format"]?.GetValue<string>() switch
        {
            "date-time" => "2026-01-31T12:00:00Z",
            "date" => "2026-01-31",
            "time" => "12:00:00Z",
            "duration" => "PT1H",
            "uuid" => "0190a5e2-7c4b-7d1a-9c3e-5f6a7b8c9d0e",
            "uri" => "https://example.com/",
            "email" => "someone@example.com",
            _ => schema["contentEncoding"]?.GetValue<string>() == "base64" ? "AAEC" : name,
        };
        return Sized(text, least, most);
    }

    private static string Sized(string text, int least, int most)
    {
        while (text.Length < least)
        {
            text += text.Length == 0 ? "a" : text;
        }

        return text.Length <= most ? text : text[..Math.Max(least, most)];
    }

    /// <summary>The name of the field, if it fits, else the shortest text of a simple pattern.</summary>
    private static string OfPattern(string pattern, string name, int least, int most)
    {
        var word = Sized(name, least, most);
        if (Fits(pattern, word))
        {
            return word;
        }

        var shortest = new StringBuilder();
        foreach (Match piece in Piece.Matches(pattern.TrimStart('^').TrimEnd('$')))
        {
            var count = piece.Groups["count"] is { Success: true } times ? int.Parse(times.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : piece.Groups["many"].Value is "*" or "?" ? 0 : 1;
            shortest.Insert(shortest.Length, Letter(piece.Groups["atom"].Value), count);
        }

        return Enumerable.Range(0, 64).Select(more => shortest + new string(shortest.Length == 0 ? 'a' : shortest[^1], more)).FirstOrDefault(text => text.Length >= least && Fits(pattern, text)) ?? word;
    }

    private static string Letter(string atom) => atom switch
    {
        @"\d" => "1",
        @"\w" or "." => "a",
        @"\s" => " ",
        ['\\', var letter] => letter.ToString(),
        ['[', '^', ..] => "a",
        ['[', '\\', var letter, ..] => Letter($"\\{letter}"),
        ['[', var letter, ..] => letter.ToString(),
        _ => atom,
    };

    private static bool Fits(string pattern, string text)
    {
        var schema = PayloadSchema.Read(System.Text.Json.JsonSerializer.SerializeToElement(new JsonObject { ["pattern"] = pattern }));
        return schema.Problems.Count == 0 && schema.Check(System.Text.Json.JsonSerializer.SerializeToElement(text)).Count == 0;
    }

    [GeneratedRegex(@"(?<atom>\\.|\[(\\.|[^\]\\])*\]|[^()|*+?{}])(?<many>[*+?]|\{(?<count>[0-9]{1,3})[^}]*\})?", RegexOptions.CultureInvariant)]
    private static partial Regex Piece { get; }
}
