namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Something that a server did beside the protocol, with a bounded and printable text of what came.</summary>
internal readonly record struct WireReport(WireReportKind Kind, string Text);
