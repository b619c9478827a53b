namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>How far a call is, as its server says.</summary>
internal readonly record struct WireProgress(double Progress, double? Total, string? Message);
