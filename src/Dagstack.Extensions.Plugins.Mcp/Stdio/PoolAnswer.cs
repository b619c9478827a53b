using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>What one of several processes says of how it is.</summary>
/// <param name="Result">What it says; null if it says nothing.</param>
/// <param name="IsGone">Whether it has ended meanwhile.</param>
internal sealed record PoolAnswer(HealthCheckResult? Result, bool IsGone);
