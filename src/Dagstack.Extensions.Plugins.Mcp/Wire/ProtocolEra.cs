namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>How a server is greeted.</summary>
internal enum ProtocolEra
{
    /// <summary>Up to 2025-11-25: <c>initialize</c>, a session, <c>ping</c>.</summary>
    Initialize,

    /// <summary>From 2026-07-28: <c>server/discover</c>, and what was negotiated with each request.</summary>
    Discovery,
}
