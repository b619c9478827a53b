using System.Text.Json;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Dagstack.Extensions.Plugins;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Reading;

/// <summary>The columns of a unit as people see it, and how they are read.</summary>
internal static class UnitColumns
{
    /// <summary>The columns.</summary>
    public const string List = "id, unit_id, plugin, state, partition_key, idempotency_key, args, output, unchanged, progress, error, failures, losses, cancelling, node, enqueued_at, not_before, started_at, finished_at";

    /// <summary>Reads a row of them.</summary>
    /// <param name="row">The row.</param>
    public static (long Id, UnitDetails Unit) Read(NpgsqlDataReader row)
    {
        var state = row.GetInt16(3);
        return (row.GetInt64(0), new UnitDetails
        {
            UnitId = row.GetString(1),
            Plugin = PluginId.Parse(row.GetString(2)),
            State = UnitRow.StateOf(state),
            PartitionKey = row.TextOrNull(4),
            IdempotencyKey = row.TextOrNull(5),
            Args = Json(row.GetFieldValue<byte[]>(6))!.Value,
            Output = Json(row.BytesOrNull(7)),
            IsUnchanged = row.GetBoolean(8),
            Progress = Json(row.BytesOrNull(9)),
            Error = row.TextOrNull(10),
            Failures = row.GetInt32(11),
            Losses = row.GetInt32(12),
            HaltsPartition = state == UnitRow.Halting,
            IsCancelling = state == UnitRow.Running && row.GetBoolean(13),
            Node = row.TextOrNull(14),
            EnqueuedAt = row.GetFieldValue<DateTimeOffset>(15),
            NotBefore = state == UnitRow.Queued ? row.TimeOrNull(16) : null,
            StartedAt = row.TimeOrNull(17),
            FinishedAt = row.TimeOrNull(18),
        });
    }

    private static JsonElement? Json(byte[]? text)
    {
        if (text is null)
        {
            return null;
        }

        var reader = new Utf8JsonReader(text);
        return JsonElement.ParseValue(ref reader);
    }
}
