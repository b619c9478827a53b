using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Regular expressions as JSON Schema means them, which are those of ECMAScript, by means of those of .NET.</summary>
internal static class EcmaPattern
{
    private const int MaxLength = 4096;

    /// <summary>How long one match may take with the engine that goes back.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads a regular expression.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public static Regex Read(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            throw new ArgumentException($"It is longer than {MaxLength} characters.");
        }

        return new(Translate(pattern), RegexOptions.CultureInvariant, s_patience);
    }

    /// <summary>Makes of what was read what takes time in proportion to the text; where that cannot be had, it stays as it is, with its time-out.</summary>
    public static Regex InProportion(Regex read)
    {
        try
        {
            return new(read.ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, s_patience);
        }
        catch (NotSupportedException)
        {
            // Looking around, going back to what was matched, or too many states.
            return read;
        }
    }

    /// <summary>Replaces what means something else in .NET: <c>$</c> before a last line feed, digits and letters of all scripts, the ends of lines that a dot stops at.</summary>
    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i++;
                i += Escape(pattern, i, inClass, text);
            }
            else if (inClass)
            {
                inClass = c != ']';
                text.Append(c == '[' ? @"\[" : c.ToString());
            }
            else if (c == '[' && pattern.AsSpan(i).StartsWith("[]", StringComparison.Ordinal))
            {
                text.Append("(?!)");
                i++;
            }
            else if (c == '[' && pattern.AsSpan(i).StartsWith("[^]", StringComparison.Ordinal))
            {
                text.Append(@"[\s\S]");
                i += 2;
            }
            else
            {
                inClass = c == '[';
                text.Append(c switch { '$' => @"\z", '.' => @"[^\n\r\u2028\u2029]", _ => c.ToString() });
            }
        }

        return text.ToString();
    }

    /// <summary>Writes an escape.</summary>
    /// <returns>How many characters it has after the first.</returns>
    private static int Escape(string pattern, int index, bool inClass, StringBuilder text)
    {
        var c = pattern[index];
        if (c == 'u' && pattern.AsSpan(index + 1) is ['{', .. var rest] && rest.IndexOf('}') is > 0 and var end
            && int.TryParse(rest[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code)
            && (code <= char.MaxValue || !inClass))
        {
            text.Append(code <= char.MaxValue ? $@"\u{code:X4}" : $"(?:{char.ConvertFromUtf32(code)})");
            return end + 2;
        }

        text.Append(c switch
        {
            'd' => inClass ? "0-9" : "[0-9]",
            'w' => inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
            'D' when !inClass => "[^0-9]",
            'W' when !inClass => "[^A-Za-z0-9_]",
            _ => $@"\{c}",
        });
        return 0;
    }
}
