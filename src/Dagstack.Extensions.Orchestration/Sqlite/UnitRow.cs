using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>What decides about a write to a unit.</summary>
internal readonly record struct UnitRow(long Number, string Plugin, string Partition, UnitState State, int Run, long? LastEnd, bool IsCancelling, long Halts, string? InputHash)
{
    private const string Select = "select number, plugin, partition, state, run, last_end, is_cancelling, halts, input_hash from unit where unit_id = $1";

    /// <summary>Finds a unit.</summary>
    /// <returns>What decides; null if there is none.</returns>
    public static UnitRow? Find(SqliteSession session, string unitId)
    {
        using var rows = session[Select].Read(unitId);
        return rows.Read()
            ? new(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                (UnitState)rows.GetInt32(3),
                rows.GetInt32(4),
                rows.IsDBNull(5) ? null : rows.GetInt64(5),
                rows.GetBoolean(6),
                rows.GetInt64(7),
                rows.IsDBNull(8) ? null : rows.GetString(8))
            : null;
    }

    /// <summary>Finds a unit of the partition of a lease, which is valid.</summary>
    public static UnitRow? Find(SqliteTransaction transaction, UnitLease lease, string unitId) =>
        Find(transaction.Session, unitId) is { } unit && unit.Partition == lease.Partition ? unit : null;
}
