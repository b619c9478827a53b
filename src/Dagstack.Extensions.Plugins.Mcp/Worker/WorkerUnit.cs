using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The unit of work that a call is for, as the host says it.</summary>
internal static class WorkerUnit
{
    /// <summary>Reads it; null for a call that is for none.</summary>
    /// <param name="meta">What the host says besides.</param>
    /// <param name="output">Tells the host of progress and checkpoints.</param>
    public static UnitContext? Read(JsonElement meta, WorkerOutput output)
    {
        var unit = WorkerValues.Member(meta, ReservedTools.UnitMeta);
        return JsonText.Find(unit, "unit_id") is not { } id ? null : new()
        {
            UnitId = id,
            PartitionKey = JsonText.Find(unit, "partition_key"),
            Attempt = unit.TryGetProperty("attempt", out var attempt) && attempt.TryGetInt32(out var number) ? number : 1,
            Progress = new WorkerProgress(output, id),
            Checkpoint = new WorkerCheckpoint(output, SavedIn(meta), id),
        };
    }

    /// <summary>Reads what was saved before.</summary>
    public static Dictionary<string, byte[]> SavedIn(JsonElement meta) =>
        WorkerValues.Member(meta, ReservedTools.CheckpointMeta).EnumerateObject().ToDictionary(static one => one.Name, static one => one.Value.GetProperty("bytes").GetBytesFromBase64(), StringComparer.Ordinal);

    /// <summary>Writes which unit something is said of.</summary>
    public static void WriteId(string? unitId, Utf8JsonWriter writer)
    {
        if (unitId is not null)
        {
            writer.WriteString("unit_id", unitId);
        }
    }
}
