namespace Dagstack.Tool.Output;

/// <summary>A text in a table.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tone">What it is to the reader.</param>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string? text) => new(text ?? string.Empty);
}
