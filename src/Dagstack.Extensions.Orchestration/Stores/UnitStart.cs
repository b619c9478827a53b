namespace Dagstack.Extensions.Orchestration;

/// <summary>The start of a unit.</summary>
public sealed class UnitStart
{
    /// <summary>Gets the unit, which waits, or is marked as running by one who held the partition before.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the number of the run: one more than <see cref="OpenUnit.Run"/>. A unit that runs by this number already was started by this: it was said before.</summary>
    public required int Run { get; init; }

    /// <summary>Gets a value indicating whether a loss is counted.</summary>
    /// <value>False by default; <see cref="OpenUnit.IsLost"/>.</value>
    public bool CountsLoss { get; init; }

    /// <summary>Gets the process that runs it, for people.</summary>
    public required string Node { get; init; }
}
