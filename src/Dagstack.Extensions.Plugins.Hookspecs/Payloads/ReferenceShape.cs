namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>What a definition of the same file describes.</summary>
/// <param name="Name">Its name under <c>$defs</c>; null for the root.</param>
internal sealed record ReferenceShape(string? Name) : Shape;
