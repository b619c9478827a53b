using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>A unit that has failed, expired or been cancelled.</summary>
/// <param name="Number">Which of all it is.</param>
/// <param name="Place">Its place in its queue.</param>
/// <param name="UnitId">Its identity.</param>
/// <param name="Plugin">Its plugin.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="State">How it has ended.</param>
/// <param name="UniqueInput">The hash of its input, if that is unique; else null.</param>
/// <param name="Halts">Whether it halts its partition.</param>
internal sealed record EndedUnit(long Number, long Place, string UnitId, string Plugin, string Partition, UnitState State, string? UniqueInput, bool Halts)
{
    private const string Select = "select place, unit_id, plugin, partition, state, case when is_unique = 1 then input_hash end, halts from unit where number = $1 and state in (3, 4, 5)";

    private const string Requeue = """
        update unit set state = 0, place = $2, is_open = 1, halts = 0, failures = 0, losses = 0, error = null, finished_at = null, expires_at = null,
            ready_at = case when halts = 1 or not exists (select 1 from unit as other where other.partition = $3 and other.is_open = 1) then $4 end
        where number = $1
        """;

    /// <summary>Finds one.</summary>
    /// <returns>The unit; null if it has not ended so.</returns>
    public static EndedUnit? Find(SqliteSession session, long number)
    {
        using var rows = session[Select].Read(number);
        return rows.Read()
            ? new(number, rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), (UnitState)rows.GetInt32(4), rows.IsDBNull(5) ? null : rows.GetString(5), rows.GetInt64(6) == 1)
            : null;
    }

    /// <summary>Finds the unit with the same input that waits, runs or has succeeded.</summary>
    /// <returns>Its identity; null if there is none.</returns>
    public string? Twin(SqliteSession session) => UniqueInput is null ? null : SqliteEnqueues.Twin(session, Plugin, UniqueInput);

    /// <summary>Queues it again: at the end, or in its place if it halts its partition.</summary>
    public void Reopen(SqliteTransaction transaction)
    {
        transaction.Session[Requeue].Run(Number, Halts ? Place : transaction.NextNumber(), Partition, transaction.Now);
        transaction.Count(Plugin, State, -1);
        transaction.Count(Plugin, UnitState.Queued, 1);
        transaction.Signal(UnitSignalKind.Queued, Partition, UnitId);
    }
}
