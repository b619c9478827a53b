using System.Globalization;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Dagstack.Extensions.Plugins;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Reading;

/// <summary>Reads units, their checkpoints and their counts.</summary>
/// <param name="database">Where.</param>
internal sealed class UnitReader(Database database)
{
    private readonly string _s = database.Schema.Quoted;

    /// <summary>Gets a unit; null if there is none.</summary>
    /// <param name="unitId">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken)
    {
        if (unitId.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var command = new NpgsqlBatchCommand($"select {UnitColumns.List} from {_s}.unit where unit_id = $1").Text(unitId);
        var found = await database.QueryAsync(command, UnitColumns.Read, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0].Unit;
    }

    /// <summary>Lists units, the newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken)
    {
        var before = query.After is { } after ? NumberOf(after) : long.MaxValue;
        var states = query.States.Count == 0 ? UnitRow.All : [.. query.States.Distinct().SelectMany(UnitRow.RowsOf)];
        var command = query.PartitionKey is { } key
            ? new NpgsqlBatchCommand($"""
                select {UnitColumns.List} from {_s}.unit
                where queue = $1 and partition_key is not null and id < $2 and ($3 is null or plugin = $3) and state = any($4) order by id desc limit $5
                """).Guid(RowKey.Of(PartitionName.Of(key, ""))).Long(before).Text(query.Plugin).Shorts(states).Int(query.Limit + 1)

            // Plugins are few and states are seven: the newest of each are found by an index, however many units are kept.
            : new NpgsqlBatchCommand($"""
                select u.* from (select distinct plugin from {_s}.tally where $1 is null or plugin = $1) p
                cross join unnest($2) as s(state)
                cross join lateral (
                    select {UnitColumns.List} from {_s}.unit u where u.plugin = p.plugin and u.state = s.state and u.id < $3 order by u.plugin, u.state, u.id desc limit $4
                ) u
                order by u.id desc limit $4
                """).Text(query.Plugin).Shorts(states).Long(before).Int(query.Limit + 1);
        var found = await database.QueryAsync(command, UnitColumns.Read, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Units = [.. found.Take(query.Limit).Select(static row => row.Unit)],
            Next = found.Count > query.Limit ? found[query.Limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>Counts units. The tally is kept with each write, and is short: nothing is counted.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand($"""
            select t.plugin, t.state, t.n::bigint,
                case when t.state = {UnitRow.Queued} then (select u.enqueued_at from {_s}.unit u where u.plugin = t.plugin and u.state = {UnitRow.Queued} order by u.plugin, u.state, u.id limit 1) end
            from (select plugin, state, sum(n) as n from {_s}.tally group by plugin, state having sum(n) <> 0) t
            """);
        var rows = await database.QueryAsync(
            command,
            static row => (Plugin: PluginId.Parse(row.GetString(0)), State: row.GetInt16(1), Count: row.GetInt64(2), Oldest: row.TimeOrNull(3)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.GroupBy(static row => row.Plugin).OrderBy(static rows => rows.Key).Select(static rows =>
        {
            long Of(params short[] states) => rows.Where(row => states.Contains(row.State)).Sum(static row => row.Count);
            return new UnitCounts
            {
                Plugin = rows.Key,
                Queued = Of(UnitRow.Queued),
                Running = Of(UnitRow.Running),
                Succeeded = Of(UnitRow.Succeeded),
                Failed = Of(UnitRow.Halting, UnitRow.Failed),
                Cancelled = Of(UnitRow.Cancelled),
                Expired = Of(UnitRow.Expired),
                OldestQueued = rows.Max(static row => row.Oldest),
            };
        })];
    }

    /// <summary>Finds those of some units that are to end.</summary>
    /// <param name="unitIds">The units.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) => unitIds.Count == 0
        ? []
        : await database.QueryAsync(
            new NpgsqlBatchCommand($"select unit_id from {_s}.unit where cancelling and unit_id = any($1)").Texts(unitIds),
            static row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);

    private static long NumberOf(string after) => long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new ArgumentException($"'{after}' is no place in a list of units. Pass {nameof(UnitPage)}.{nameof(UnitPage.Next)} of the page before, as it is.", nameof(after));
}
