namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>One value of a key, as one provider has it.</summary>
/// <param name="Order">The provider's place: later ones win.</param>
/// <param name="Provider">What tells an operator where the value is from.</param>
/// <param name="Path">The full path as written.</param>
/// <param name="Text">The value; null is one too.</param>
internal readonly record struct SectionEntry(int Order, object Provider, string Path, string? Text);
