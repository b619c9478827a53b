namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A number.</summary>
internal sealed record NumberShape : Shape;
