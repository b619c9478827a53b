namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>What a look looks at.</summary>
internal enum NodeLookScope
{
    /// <summary>All that is open: it costs the more the more that is.</summary>
    All,

    /// <summary>Some partitions, of which was heard.</summary>
    Some,

    /// <summary>What processes had that have died: it costs next to nothing while all live.</summary>
    Orphans,
}
