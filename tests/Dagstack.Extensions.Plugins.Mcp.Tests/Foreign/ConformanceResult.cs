namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>What came of a scenario of the conformance runner.</summary>
/// <param name="IsPassed">Whether the runner says that it passed.</param>
/// <param name="Passed">The checks that passed.</param>
/// <param name="Failed">The checks that failed, or are warned of.</param>
/// <param name="Output">What our host wrote.</param>
internal sealed record ConformanceResult(bool IsPassed, string[] Passed, string[] Failed, string Output);
