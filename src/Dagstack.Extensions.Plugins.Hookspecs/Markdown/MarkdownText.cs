using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Texts and values as Markdown writes them.</summary>
internal static class MarkdownText
{
    private static readonly JsonSerializerOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_indented = new(s_line) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes a text as code, in as many backticks as it takes.</summary>
    public static string Code(string text)
    {
        var ticks = "`";
        while (text.Contains(ticks, StringComparison.Ordinal))
        {
            ticks += "`";
        }

        var space = text.Length == 0 || text[0] == '`' || text[^1] == '`' || string.IsNullOrWhiteSpace(text) ? " " : string.Empty;
        return $"{ticks}{space}{text}{space}{ticks}";
    }

    public static string Value(JsonElement value) => Code(JsonSerializer.Serialize(value, s_line));

    public static string Indented(JsonElement value) => JsonSerializer.Serialize(value, s_indented);

    /// <summary>Writes a row of a table: what would end a cell or the row is written otherwise.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(static cell => cell.Trim().ReplaceLineEndings("<br>").Replace("|", "\\|", StringComparison.Ordinal)))} |\n";

    /// <summary>Writes a paragraph of several lines.</summary>
    public static string Paragraph(string? text) => string.IsNullOrWhiteSpace(text) ? string.Empty : $"{text.Trim().ReplaceLineEndings("\n")}\n\n";
}
