using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>A value of a manifest: its texts, of which a list has any number, and its place.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Span">Where it is.</param>
internal sealed record ManifestValue(IReadOnlyList<string> Texts, TextSpan Span);
