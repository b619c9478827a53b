namespace Operations;

/// <summary>A text to cut.</summary>
/// <param name="Value">The text.</param>
public sealed record Text(string Value);
