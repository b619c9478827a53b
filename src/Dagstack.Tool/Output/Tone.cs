namespace Dagstack.Tool.Output;

/// <summary>What a text is to whoever reads it: colours for a person, nothing for a program.</summary>
internal enum Tone
{
    Plain,
    Good,
    Warning,
    Bad,
    Faint,
}
