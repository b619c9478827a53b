namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>One of several texts.</summary>
/// <param name="Values">The texts, each once.</param>
internal sealed record ChoiceShape(IReadOnlyList<string> Values) : Shape;
