using System.Globalization;
using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Lists and counts units.</summary>
internal static class SqliteLists
{
    private const string All = "select number from unit where number < $1 order by number desc limit $2";
    private const string OfState = "select number from unit where plugin = $3 and state = $4 and number < $1 order by number desc limit $2";
    private const string Counters = "select plugin, state, units from counter where units > 0";
    private const string Oldest = "select enqueued_at from unit where plugin = $1 and state = 0 order by number limit 1";
    /// <summary>It looks at all units from the newest on: an index of all partitions would make each write of a unit dearer, the more are kept.</summary>
    private const string OfPartition = """
        select number from unit where partition = $3 and number < $1 and ($4 is null or plugin = $4) and (1 << state) & $5 order by number desc limit $2
        """;

    private const long AnyState = ~0L;

    /// <summary>Lists units, the newest first.</summary>
    public static UnitPage List(SqliteSession session, UnitQuery query)
    {
        var before = Before(query.After);
        var limit = query.Limit + 1L;
        var numbers = query switch
        {
            { PartitionKey: { } key } => Numbers(session[OfPartition], before, limit, UnitPartition.Of(key, string.Empty), query.Plugin, query.States.Count == 0 ? AnyState : query.States.Aggregate(0L, static (bits, state) => bits | (1L << (int)state))),
            { Plugin: null, States.Count: 0 } => Numbers(session[All], before, limit),
            _ => Count(session)
                .Where(units => (query.Plugin is null || units.Plugin == query.Plugin) && (query.States.Count == 0 || query.States.Contains(units.State)))
                .SelectMany(units => Numbers(session[OfState], before, limit, units.Plugin, (long)units.State))
                .OrderDescending()
                .Take(query.Limit + 1)
                .ToList(),
        };
        return new()
        {
            Units = [.. numbers.Take(query.Limit).Select(number => SqliteDetails.Read(session, number))],
            Next = numbers.Count > query.Limit ? numbers[query.Limit - 1].ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>Counts units by plugin and state.</summary>
    public static IReadOnlyList<UnitCounts> CountAll(SqliteSession session) =>
    [
        .. Count(session)
            .GroupBy(static units => units.Plugin)
            .Select(units => Counts(session, units.Key, units.ToDictionary(static item => item.State, static item => item.Units)))
            .OrderBy(static counts => counts.Plugin),
    ];

    private static UnitCounts Counts(SqliteSession session, string plugin, Dictionary<UnitState, long> units) => new()
    {
        Plugin = PluginId.Parse(plugin),
        Queued = units.GetValueOrDefault(UnitState.Queued),
        Running = units.GetValueOrDefault(UnitState.Running),
        Succeeded = units.GetValueOrDefault(UnitState.Succeeded),
        Failed = units.GetValueOrDefault(UnitState.Failed),
        Cancelled = units.GetValueOrDefault(UnitState.Cancelled),
        Expired = units.GetValueOrDefault(UnitState.Expired),
        OldestQueued = session[Oldest].Value(plugin) is long oldest ? SqliteTime.Of(oldest) : null,
    };

    private static List<(string Plugin, UnitState State, long Units)> Count(SqliteSession session)
    {
        var counts = new List<(string, UnitState, long)>();
        using var rows = session[Counters].Read();
        while (rows.Read())
        {
            counts.Add((rows.GetString(0), (UnitState)rows.GetInt32(1), rows.GetInt64(2)));
        }

        return counts;
    }

    private static List<long> Numbers(SqliteStatement statement, params ReadOnlySpan<object?> values)
    {
        var numbers = new List<long>();
        using var rows = statement.Read(values);
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    private static long Before(string? after) => after is null ? long.MaxValue
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"'{Excerpt.Of(after)}' is no place in a list of units. Pass {nameof(UnitPage)}.{nameof(UnitPage.Next)} of the page before, as it is.", nameof(after));
}
