using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>The ways in which a secret is written: whole, line by line, and within JSON.</summary>
internal static class SecretForms
{
    /// <summary>Shorter values are parts of ordinary words, and no secrets.</summary>
    public const int MinLength = 6;

    /// <summary>Gets all that are long enough.</summary>
    public static IEnumerable<string> Of(string value) => PartsOf(value).SelectMany(InJson).Where(static form => form.Length >= MinLength).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> PartsOf(string value)
    {
        yield return value;
        yield return value.Trim();

        // Variables have keys of several lines with \n for their ends, which programs read as such.
        var lines = value.Replace("\\n", "\n", StringComparison.Ordinal).Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 1)
        {
            yield return string.Join(' ', lines);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    /// <summary>Encoders differ in what they escape besides quotes, and in the case of digits.</summary>
    private static IEnumerable<string> InJson(string part)
    {
        var (escaped, strict) = (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(part), JavaScriptEncoder.Default.Encode(part));
        var ascii = Ascii(escaped);
        string[] forms = [part, escaped, ascii, Lower(ascii), strict, Lower(strict)];
        return part.Contains('/', StringComparison.Ordinal) ? [.. forms, .. forms.Select(static form => form.Replace("/", "\\/", StringComparison.Ordinal))] : forms;
    }

    private static string Ascii(string text) => string.Concat(text.Select(static c => char.IsAscii(c) ? c.ToString() : $"\\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}"));

    private static string Lower(string escaped)
    {
        var lower = new StringBuilder(escaped);
        for (var at = 0; at + 1 < escaped.Length; at++)
        {
            if (escaped[at] != '\\')
            {
                continue;
            }

            at++;
            for (var digit = at + 1; escaped[at] == 'u' && digit < Math.Min(at + 5, escaped.Length); digit++)
            {
                lower[digit] = char.ToLowerInvariant(escaped[digit]);
            }
        }

        return lower.ToString();
    }
}
