namespace Dagstack.Extensions.Plugins;

/// <summary>A change of a manifest's text that is certainly meant where there is a problem: what stands at a place, and what is to stand there.</summary>
/// <remarks>
/// Editors offer it, <c>dagstack validate --fix</c> makes it. It is of one line and leaves all others where they are. What else is wrong with the manifest
/// may show only then: read the text again. See docs/manifest.md.
/// </remarks>
public sealed class ManifestFix
{
    /// <summary>Gets the line of <see cref="OldText"/>, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the column at which <see cref="OldText"/> begins, counted from 1 in UTF-16 units.</summary>
    public required int Column { get; init; }

    /// <summary>Gets what stands there, as it is written: with its quotes, if it has any.</summary>
    public required string OldText { get; init; }

    /// <summary>Gets what is to stand there.</summary>
    public required string NewText { get; init; }

    /// <summary>Makes the change.</summary>
    /// <param name="text">The text of the manifest, with or without a byte order mark.</param>
    /// <returns>The changed text; null if <see cref="OldText"/> does not stand at its place, as in a text that has changed meanwhile.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public string? Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        for (var line = 1; line < Line; line++)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            start = end + 1;
        }

        var at = start + (long)Column - 1;
        return at >= start && at <= text.Length && text.AsSpan((int)at).StartsWith(OldText, StringComparison.Ordinal)
            ? string.Concat(text.AsSpan(0, (int)at), NewText, text.AsSpan((int)at + OldText.Length))
            : null;
    }

    /// <summary>Returns <c>old -&gt; new</c>.</summary>
    /// <returns>The change as one line of text.</returns>
    public override string ToString() => $"{Excerpt.Printable(OldText)} -> {Excerpt.Printable(NewText)}";
}
