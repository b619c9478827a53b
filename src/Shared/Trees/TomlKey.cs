namespace Dagstack.Extensions.Shared;

/// <summary>One part of a key, and where it stands.</summary>
internal readonly struct TomlKey(string text, int line, int column)
{
    public string Text { get; } = text;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
