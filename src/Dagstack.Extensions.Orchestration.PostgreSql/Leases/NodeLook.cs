namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>What a look is to find.</summary>
internal sealed class NodeLook
{
    /// <summary>Who looks.</summary>
    public required string Node { get; init; }

    /// <summary>Whose units are wanted.</summary>
    public required IReadOnlyCollection<string> Plugins { get; init; }

    /// <summary>How many partitions it has.</summary>
    public required int Held { get; init; }

    /// <summary>How many are wanted.</summary>
    public required int Limit { get; init; }

    /// <summary>What is looked at.</summary>
    public required NodeLookScope Scope { get; init; }

    /// <summary>Partitions to be looked at, if it is only some.</summary>
    public IReadOnlyCollection<Guid> Queues { get; init; } = [];

    /// <summary>Partitions that are not wanted: what ran in them here, by leases that are lost or given back, has not ended yet.</summary>
    public IReadOnlyCollection<Guid> Ending { get; init; } = [];

    /// <summary>Whether all that the dead have left is wanted, and not only a share of it.</summary>
    public bool TakesAll { get; init; }

    /// <summary>Whether the others have had the time to come back that a lost session takes.</summary>
    public bool JudgesSessions { get; init; }

    /// <summary>Whether the others have had the time to come back that a lost beat takes.</summary>
    public bool JudgesBeats { get; init; }
}
