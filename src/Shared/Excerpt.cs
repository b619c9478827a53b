using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Shared;

/// <summary>Makes what a file says fit for a message: short, in one line, and without characters that act on a terminal.</summary>
internal static class Excerpt
{
    /// <summary>The beginning of a name or a value.</summary>
    public static string Of(string text) => Cut(text, 60);

    /// <summary>The beginning of a text.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return Printable(text);
        }

        var length = maxLength - 3;
        return Printable(text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]) + "...";
    }

    /// <summary>The whole text, with escapes for what cannot be seen: control characters, marks that turn the direction of writing, halves of pairs.</summary>
    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i++]:X4}");
                continue;
            }

            i += rune.Utf16SequenceLength;
            if (!IsInvisible(rune))
            {
                printable.Append(rune.ToString());
            }
            else
            {
                printable.Append(rune.IsBmp ? "\\u" : "\\U").Append(rune.Value.ToString(rune.IsBmp ? "X4" : "X8", CultureInfo.InvariantCulture));
            }
        }

        return printable.ToString();
    }

    /// <summary>The whole text as <see cref="Printable"/> has it, except that the items of a list stay on lines of their own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tidy">Makes a line of an item that is not in one.</param>
    public static string Lines(string text, Func<string, string>? tidy = null) =>
        text.Contains('\n', StringComparison.Ordinal) ? string.Join("\n- ", text.Split("\n- ").Select(item => Printable(tidy?.Invoke(item) ?? item))) : Printable(text);

    /// <summary>Tells whether a text can be shown as it is.</summary>
    public static bool IsPrintable(string text) => Printable(text) == text;

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
