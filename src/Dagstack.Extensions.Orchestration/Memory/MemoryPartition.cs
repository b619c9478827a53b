namespace Dagstack.Extensions.Orchestration.Memory;

/// <summary>The queue of a partition in memory. It is touched under the store's lock only.</summary>
/// <param name="name">The partition.</param>
internal sealed class MemoryPartition(string name)
{
    public string Name => name;

    /// <summary>How often it was taken from whoever had it.</summary>
    public long Taken { get; set; }

    /// <summary>The units that wait or run, by their places.</summary>
    public SortedDictionary<long, MemoryUnit> Open { get; } = [];

    /// <summary>The units whose failure holds up all others, by their places.</summary>
    public SortedDictionary<long, MemoryUnit> Halting { get; } = [];

    public MemoryUnit? Head => Open.Count == 0 ? null : Open.First().Value;

    public bool IsHalted => Halting.Count > 0;
}
