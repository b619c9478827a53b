namespace Indexing;

/// <summary>What a step has made.</summary>
/// <param name="Items">How many paragraphs, chunks or vectors.</param>
public sealed record StepResult(int Items);
