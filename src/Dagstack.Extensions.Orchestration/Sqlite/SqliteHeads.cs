using Dagstack.Extensions.Orchestration.Stores;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Marks the units that are first in their partitions, so that what can run is found without a look at all that waits.</summary>
internal static class SqliteHeads
{
    private const string MarkFirst = """
        update unit set ready_at = coalesce(not_before, enqueued_at)
        where number = (select number from unit where partition = $1 and is_open = 1 order by place limit 1) and ready_at is null and state = 0
        """;

    /// <summary>Marks the first of a partition, if it is not.</summary>
    public static void Promote(SqliteSession session, string partition)
    {
        if (UnitPartition.KeyOf(partition) is not null)
        {
            session[MarkFirst].Run(partition);
        }
    }
}
