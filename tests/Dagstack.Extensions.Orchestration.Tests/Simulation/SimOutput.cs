namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What a unit of the simulation gives.</summary>
internal sealed record SimOutput(string Run, int Value);
