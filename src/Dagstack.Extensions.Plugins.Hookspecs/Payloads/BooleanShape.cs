namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>True or false.</summary>
internal sealed record BooleanShape : Shape;
