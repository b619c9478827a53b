using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Reads checkpoints.</summary>
internal static class SqliteCheckpoints
{
    private const string Find = "select value, version from checkpoint where number = (select number from unit where unit_id = $1) and key = $2";

    /// <summary>Keys with one prefix are neighbours, in whichever order of characters.</summary>
    private const string Keys = "select key from checkpoint where number = (select number from unit where unit_id = $1) and key >= $2 order by key";

    /// <summary>Loads a checkpoint; null if there is none.</summary>
    public static SavedCheckpoint<byte[]>? Load(SqliteSession session, string unitId, string key)
    {
        using var rows = session[Find].Read(unitId, key);
        return rows.Read() ? new(rows.GetFieldValue<byte[]>(0), rows.GetString(1)) : null;
    }

    /// <summary>Lists the keys that begin with a prefix, in ordinal order.</summary>
    public static IReadOnlyList<string> List(SqliteSession session, string unitId, string prefix)
    {
        var keys = new List<string>();
        using var rows = session[Keys].Read(unitId, prefix);
        while (rows.Read() && rows.GetString(0) is var key && key.StartsWith(prefix, StringComparison.Ordinal))
        {
            keys.Add(key);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}
