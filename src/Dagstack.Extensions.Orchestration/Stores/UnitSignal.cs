namespace Dagstack.Extensions.Orchestration;

/// <summary>Something that has happened to a unit of work.</summary>
/// <param name="Kind">What.</param>
/// <param name="Partition">The partition; null if that is not known.</param>
/// <param name="UnitId">The unit; null if that is not known, or if it is several.</param>
public readonly record struct UnitSignal(UnitSignalKind Kind, string? Partition, string? UnitId);
