namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Something that a process has said.</summary>
/// <param name="What">What.</param>
/// <param name="Whom">The unit, the partition or the process.</param>
/// <param name="Run">The number of the run.</param>
/// <param name="At">When, by the clock of the machine.</param>
internal sealed record NodeEvent(string What, string Whom, int Run, long At);
