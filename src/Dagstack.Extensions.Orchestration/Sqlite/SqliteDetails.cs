using System.Text.Json;
using Dagstack.Extensions.Orchestration.Stores;
using Dagstack.Extensions.Plugins;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Reads all that is known of units.</summary>
internal static class SqliteDetails
{
    private const string Select = """
        select unit_id, plugin, partition, state, idempotency_key, args, value, is_unchanged, progress, error, failures, losses, halts, is_cancelling, node,
            enqueued_at, not_before, started_at, finished_at
        from unit join input using (number) left join output using (number)
        """;

    private const string ById = Select + " where unit_id = $1";
    private const string ByNumber = Select + " where unit.number = $1";

    /// <summary>Finds a unit; null if there is none.</summary>
    public static UnitDetails? Find(SqliteSession session, string unitId) => Read(session[ById], unitId);

    /// <summary>Reads a unit that is there.</summary>
    public static UnitDetails Read(SqliteSession session, long number) => Read(session[ByNumber], number)!;

    private static UnitDetails? Read(SqliteStatement statement, object unit)
    {
        using var rows = statement.Read(unit);
        return rows.Read() ? Read(rows) : null;
    }

    private static UnitDetails Read(SqliteDataReader row)
    {
        var state = (UnitState)row.GetInt32(3);
        return new()
        {
            UnitId = row.GetString(0),
            Plugin = PluginId.Parse(row.GetString(1)),
            PartitionKey = UnitPartition.KeyOf(row.GetString(2)),
            State = state,
            IdempotencyKey = Text(row, 4),
            Args = Json(row, 5)!.Value,
            Output = Json(row, 6),
            IsUnchanged = row.GetBoolean(7),
            Progress = Json(row, 8),
            Error = Text(row, 9),
            Failures = row.GetInt32(10),
            Losses = row.GetInt32(11),
            HaltsPartition = row.GetInt64(12) == 1,
            IsCancelling = row.GetBoolean(13) && state == UnitState.Running,
            Node = Text(row, 14),
            EnqueuedAt = SqliteTime.Of(row.GetInt64(15)),
            NotBefore = Time(row, 16),
            StartedAt = Time(row, 17),
            FinishedAt = Time(row, 18),
        };
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : SqliteTime.Of(row.GetInt64(column));

    private static JsonElement? Json(SqliteDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        var reader = new Utf8JsonReader(row.GetFieldValue<byte[]>(column));
        return JsonElement.ParseValue(ref reader);
    }
}
