using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Texts and values as Python writes them.</summary>
internal static class PythonText
{
    /// <summary>Writes a text in quotes.</summary>
    public static string Literal(string text) => $"\"{Escape(text, keepsLines: false)}\"";

    /// <summary>Writes the lines of a text in three quotes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">What stands before each line.</param>
    public static string Docstring(string text, string indent)
    {
        var lines = Lines(text).Select(line => Escape(line, keepsLines: true)).ToList();
        return lines.Count == 1 ? $"{indent}\"\"\"{lines[0]}\"\"\"\n"
            : $"{indent}\"\"\"{string.Concat(lines.Select((line, index) => (index == 0 || line.Length == 0 ? line : indent + line) + "\n"))}{indent}\"\"\"\n";
    }

    /// <summary>Writes the lines of a text as comments.</summary>
    public static string Comment(string text) => string.Concat(Lines(text).Select(static line => line.Length == 0 ? "#\n" : $"# {line}\n"));

    /// <summary>Writes a value of JSON.</summary>
    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Literal(value.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Value))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(static property => $"{Literal(property.Name)}: {Value(property.Value)}"))}}}",
        _ => "None",
    };

    private static IEnumerable<string> Lines(string text) => text.Trim().ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd());

    private static string Escape(string text, bool keepsLines)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var letter in text)
        {
            escaped.Append(letter switch
            {
                '\\' => @"\\",
                '"' => keepsLines ? "\"" : "\\\"",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => keepsLines ? "\t" : @"\t",
                _ when char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format => $@"\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        if (!keepsLines)
        {
            return escaped.ToString();
        }

        escaped.Replace("\"\"\"", "\\\"\\\"\\\"");
        return escaped.Length > 0 && escaped[^1] == '"' ? escaped.Insert(escaped.Length - 1, '\\').ToString() : escaped.ToString();
    }
}
