using Dagstack.Extensions.Orchestration.Tests.Killing;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What came of one schedule.</summary>
internal sealed record SimResult(int Seed, IReadOnlyList<Finding> Findings, IReadOnlyList<Fact> Facts, int Steps, TimeSpan Time)
{
    public int Count(FactKind kind, string? detail = null) => Facts.Count(fact => fact.Kind == kind && (detail is null || fact.Detail == detail));

    public override string ToString() => $"""
        Seed {Seed}: {Steps} steps, {Time.TotalSeconds:F1} s of its clock. To see it alone: DAGSTACK_SIMULATION_SEED={Seed}
        {string.Join('\n', Findings)}
        """;
}
