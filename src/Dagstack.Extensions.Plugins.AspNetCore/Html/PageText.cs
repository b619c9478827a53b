using System.Globalization;
using Dagstack.Extensions.Shared;

namespace Dagstack.Extensions.Plugins.AspNetCore.Html;

/// <summary>A text as the page shows it: its lines stay, other characters that cannot be seen are written as escapes, and what is too long is cut.</summary>
internal static class PageText
{
    /// <summary>The longest text of any place, which schemas and manifests may reach.</summary>
    public const int MaxLength = 20_000;

    /// <summary>The longest name, in a place where the text beside it matters too.</summary>
    public const int MaxNameLength = 80;

    /// <summary>The longest reason in a list of plugins. Their own pages show the whole.</summary>
    public const int MaxExcerptLength = 240;

    public static string Of(string text) => string.Join('\n', Cut(text, MaxLength).ReplaceLineEndings("\n").Split('\n').Select(Excerpt.Printable));

    /// <summary>A name, or what a plugin gives for one.</summary>
    public static string Name(string text) => Cut(text, MaxNameLength);

    /// <summary>The beginning of a text.</summary>
    public static string Beginning(string text) => Cut(text, MaxExcerptLength);

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end:N0} more characters)");
    }
}
