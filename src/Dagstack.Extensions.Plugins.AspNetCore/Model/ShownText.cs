using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>Texts of plugins as they are shown: of a length that a page can take, without what acts on a terminal.</summary>
internal static class ShownText
{
    private const int MaxName = 200;
    private const int MaxText = 4000;

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Name(string? text) => text is null ? null : Excerpt.Cut(text, MaxName);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Text(string? text) => text is null ? null : Excerpt.Lines(text.Length <= MaxText ? text : text[..(MaxText - 3)] + "...");
}
