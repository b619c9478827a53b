namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A text.</summary>
/// <param name="Format">What <c>format</c> says of it, such as <c>date-time</c>; null for nothing.</param>
internal sealed record TextShape(string? Format) : Shape;
