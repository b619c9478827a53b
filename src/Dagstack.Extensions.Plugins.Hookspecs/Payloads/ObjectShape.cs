namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>An object with names that are known.</summary>
/// <param name="Fields">Its properties in their order.</param>
/// <param name="IsOpen">Whether it may have others.</param>
internal sealed record ObjectShape(IReadOnlyList<Field> Fields, bool IsOpen) : Shape;
