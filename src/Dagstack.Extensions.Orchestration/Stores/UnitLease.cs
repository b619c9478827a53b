namespace Dagstack.Extensions.Orchestration;

/// <summary>The right to run a partition.</summary>
/// <param name="Partition">The partition, as the store names it.</param>
/// <param name="Epoch">Its epoch when the right was given.</param>
public readonly record struct UnitLease(string Partition, long Epoch);
