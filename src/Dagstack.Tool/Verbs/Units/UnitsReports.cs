using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Settings;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>What <c>units list</c> found.</summary>
/// <param name="Plugins">How many there are of each plugin.</param>
/// <param name="Units">The newest that are meant.</param>
/// <param name="Next">What <c>--after</c> has to be for the next page; null if this is the last.</param>
internal sealed record UnitsListReport(IReadOnlyList<CountedUnits> Plugins, IReadOnlyList<ShownUnit> Units, string? Next);

/// <summary>How many units a plugin has.</summary>
internal sealed record CountedUnits(string Plugin, long Queued, long Running, long Succeeded, long Failed, long Cancelled, long Expired, DateTimeOffset? OldestQueued)
{
    public static CountedUnits Of(UnitCounts counts) => new(counts.Plugin.ToString(), counts.Queued, counts.Running, counts.Succeeded, counts.Failed, counts.Cancelled, counts.Expired, counts.OldestQueued);
}

/// <summary>A unit that was taken in.</summary>
internal sealed record EnqueuedUnit(string UnitId, bool Deduplicated);

/// <summary>What an action on one unit came to.</summary>
internal sealed record ChangedUnit(string UnitId, string Outcome);

/// <summary>What a backfill came to.</summary>
internal sealed record BackfilledUnits(long EnqueuedCount, long SkippedCount);

/// <summary>A unit, without what is not shown.</summary>
internal sealed record ShownUnit
{
    public required string UnitId { get; init; }

    public required string Plugin { get; init; }

    public required string State { get; init; }

    public string? PartitionKey { get; init; }

    public string? IdempotencyKey { get; init; }

    public double? Fraction { get; init; }

    public string? Message { get; init; }

    public string? Error { get; init; }

    public int Failures { get; init; }

    public int Losses { get; init; }

    public bool HaltsPartition { get; init; }

    public bool Cancelling { get; init; }

    public bool Unchanged { get; init; }

    public string? Node { get; init; }

    public DateTimeOffset EnqueuedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public JsonElement? Args { get; init; }

    public JsonElement? Output { get; init; }

    public static ShownUnit Of(UnitDetails unit) => new()
    {
        UnitId = unit.UnitId,
        Plugin = unit.Plugin.ToString(),
        State = Words.Of(unit.State),
        PartitionKey = unit.PartitionKey,
        IdempotencyKey = unit.IdempotencyKey,
        Fraction = Property(unit.Progress, "fraction") is { ValueKind: JsonValueKind.Number } fraction ? fraction.GetDouble() : null,
        Message = Property(unit.Progress, "message") is { ValueKind: JsonValueKind.String } message ? MaskedJson.Text(message.GetString()) : null,
        Error = unit.Error,
        Failures = unit.Failures,
        Losses = unit.Losses,
        HaltsPartition = unit.HaltsPartition,
        Cancelling = unit.IsCancelling,
        Unchanged = unit.IsUnchanged,
        Node = unit.Node,
        EnqueuedAt = unit.EnqueuedAt,
        NotBefore = unit.NotBefore,
        StartedAt = unit.StartedAt,
        FinishedAt = unit.FinishedAt,
        Args = unit.Args.ValueKind == JsonValueKind.Object ? MaskedJson.Of(unit.Args) : null,
        Output = MaskedJson.Of(unit.Output),
    };

    private static JsonElement? Property(JsonElement? progress, string name) => progress is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty(name, out var value) ? value : null;
}
