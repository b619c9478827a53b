using System.Globalization;

namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>A warning in the form that MSBuild recognises in what a program prints.</summary>
internal sealed record BuildWarning(string File, int? Line, int? Column, string Code, string Message)
{
    /// <summary>Gets a value indicating whether nothing is wrong: MSBuild shows a note, and counts none.</summary>
    public bool IsNote { get; init; }

    /// <summary>Writes it as a line.</summary>
    /// <param name="category"><c>warning</c>, <c>error</c> or <c>note</c>.</param>
    public string ToLine(string category)
    {
        var place = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"({line},{Column ?? 1})") : string.Empty;

        // A warning ends where its line ends, and a manifest may have put a line break into the message.
        return $"{File}{place}: {category} {Code}: {Message.ReplaceLineEndings(" ")}";
    }
}
