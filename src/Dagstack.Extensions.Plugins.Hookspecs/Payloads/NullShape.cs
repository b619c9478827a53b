namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Nothing but null.</summary>
internal sealed record NullShape : Shape;
