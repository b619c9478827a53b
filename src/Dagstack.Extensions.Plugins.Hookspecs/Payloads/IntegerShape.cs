namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A whole number.</summary>
/// <param name="IsSmall">Whether its limits are those of 32 bits, or narrower.</param>
internal sealed record IntegerShape(bool IsSmall) : Shape;
