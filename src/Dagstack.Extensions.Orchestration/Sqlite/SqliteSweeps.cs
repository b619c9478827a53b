using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Removes units that ended long ago.</summary>
internal static class SqliteSweeps
{
    private const string Over = "select number, plugin from unit where state = $1 and is_open = 0 and finished_at <= $2 order by finished_at limit $3";

    private static readonly string[] s_deletes =
    [
        "delete from checkpoint where number = $1",
        "delete from output where number = $1",
        "delete from input where number = $1",
        "delete from unit where number = $1",
    ];

    /// <summary>Removes some, and returns how many.</summary>
    public static int Write(SqliteTransaction transaction, TimeSpan keepSucceeded, TimeSpan keepOthers, int limit)
    {
        var removed = 0;
        foreach (var state in (ReadOnlySpan<UnitState>)[UnitState.Succeeded, UnitState.Failed, UnitState.Cancelled, UnitState.Expired])
        {
            var until = SqliteTime.Earlier(transaction.Now, state == UnitState.Succeeded ? keepSucceeded : keepOthers);
            removed += Remove(transaction, state, until, limit - removed);
        }

        return removed;
    }

    private static int Remove(SqliteTransaction transaction, UnitState state, long until, int limit)
    {
        var over = new List<(long Number, string Plugin)>();
        using (var rows = transaction.Session[Over].Read((long)state, until, limit))
        {
            while (rows.Read())
            {
                over.Add((rows.GetInt64(0), rows.GetString(1)));
            }
        }

        foreach (var (number, plugin) in over)
        {
            foreach (var delete in s_deletes)
            {
                transaction.Session[delete].Run(number);
            }

            transaction.Count(plugin, state, -1);
        }

        return over.Count;
    }
}
