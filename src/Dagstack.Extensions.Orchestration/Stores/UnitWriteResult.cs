namespace Dagstack.Extensions.Orchestration;

/// <summary>What became of a write.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Value">The identity of the unit for a <see cref="NewUnit"/> and a <see cref="RetryWrite"/>, the version that is there for a <see cref="CheckpointWrite"/>; else null.</param>
public readonly record struct UnitWriteResult(UnitWriteOutcome Outcome, string? Value = null);
