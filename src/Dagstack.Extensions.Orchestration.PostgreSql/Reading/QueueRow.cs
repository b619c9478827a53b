namespace Dagstack.Extensions.Orchestration.PostgreSql.Reading;

/// <summary>A row of a queue, as it is read.</summary>
internal sealed class QueueRow
{
    /// <summary>The place of the lease among those that were asked for, from 1.</summary>
    public required int Place { get; init; }

    /// <summary>Whether the lease is valid.</summary>
    public required bool IsValid { get; init; }

    /// <summary>Whether another has the partition.</summary>
    public required bool IsOthers { get; init; }

    /// <summary>Whether the unit has failed and holds up the others.</summary>
    public required bool IsHalting { get; init; }

    /// <summary>The unit; null where the queue is empty.</summary>
    public required OpenUnit? Unit { get; init; }
}
