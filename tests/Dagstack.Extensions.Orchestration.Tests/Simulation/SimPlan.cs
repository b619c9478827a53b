namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What is to be run.</summary>
/// <param name="Seed">What decides all that is not said here.</param>
internal sealed record SimPlan(int Seed)
{
    /// <summary>Gets what is broken on purpose.</summary>
    public SimBreak Broken { get; init; }

    /// <summary>Gets the only unit there is, run by one node without accidents but for <see cref="KillAt"/>.</summary>
    /// <value>Null for what the seed decides.</value>
    public SimWork? Only { get; init; }

    /// <summary>Gets the step after which that node is killed; it is started anew a second later.</summary>
    public int? KillAt { get; init; }
}
