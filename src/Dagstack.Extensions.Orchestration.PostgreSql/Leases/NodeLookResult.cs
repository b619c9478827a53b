namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>What a look has found.</summary>
internal sealed class NodeLookResult
{
    /// <summary>Whether the process that has looked is alive itself, as others see it. If not, it has taken nothing.</summary>
    public required bool IsAlive { get; init; }

    /// <summary>How many processes are alive.</summary>
    public required int Nodes { get; init; }

    /// <summary>What was taken.</summary>
    public required IReadOnlyList<UnitLease> Leases { get; init; }

    /// <summary>How many of them were taken from processes that have died.</summary>
    public required int TakenOver { get; init; }

    /// <summary>How many it has seen that it could have had, and has left to others.</summary>
    public required int Left { get; init; }
}
