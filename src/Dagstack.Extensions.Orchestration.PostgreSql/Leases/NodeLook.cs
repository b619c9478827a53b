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

    /// <summary>Partitions to be looked at; null for all.</summary>
    public IReadOnlyCollection<Guid>? Queues { get; init; }

    /// <summary>Whether the others have had the time to come back that a lost session takes.</summary>
    public bool JudgesSessions { get; init; }

    /// <summary>Whether the others have had the time to come back that a lost beat takes.</summary>
    public bool JudgesBeats { get; init; }
}
