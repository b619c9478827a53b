using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>Texts as C# writes them.</summary>
internal static class CSharpText
{
    private static readonly HashSet<string> s_keywords = new(
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit",
        "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator",
        "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw",
        "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ], StringComparer.Ordinal);

    /// <summary>Writes a text in quotes.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            literal.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsPlain(letter) => letter.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            });
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Writes JSON as it is, in quotes that it does not have itself. A text, which begins with one, is written like any other.</summary>
    public static string Json(string json)
    {
        if (!json.All(IsPlain) || json[0] == '"')
        {
            return Literal(json);
        }

        var run = 0;
        var longest = 2;
        foreach (var letter in json)
        {
            run = letter == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var quotes = new string('"', longest + 1);
        return quotes + json + quotes;
    }

    /// <summary>Writes a number so that it is a <see cref="double"/> of the same value.</summary>
    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Writes a name; one that is a word of the language gets an @.</summary>
    public static string Name(string name) => s_keywords.Contains(name) ? $"@{name}" : name;

    /// <summary>Writes one line of a documentation comment.</summary>
    public static string Documentation(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            text.Append(letter switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ when IsPlain(letter) || char.IsSurrogate(letter) => letter.ToString(), _ => " " });
        }

        return text.ToString();
    }

    /// <summary>Tells whether a text is the same after it has been a documentation comment.</summary>
    public static bool SurvivesDocumentation(string text) =>
        text.Trim() == text && !text.Contains("\n\n\n", StringComparison.Ordinal) &&
        text.Split('\n').All(static line => line.Trim() == line && !line.Contains("  ", StringComparison.Ordinal) && line.All(static letter => IsPlain(letter) || char.IsSurrogate(letter)));

    private static bool IsPlain(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
