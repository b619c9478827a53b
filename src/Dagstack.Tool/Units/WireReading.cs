using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Units;

/// <summary>Makes of what a host writes what its own service would give.</summary>
internal static class WireReading
{
    private static readonly JsonElement s_notShown = JsonElement.Parse("null");

    /// <exception cref="JsonException">It is no unit.</exception>
    public static UnitDetails Read(WireReport report) => Read(report.Unit, report);

    /// <exception cref="JsonException">It is no unit.</exception>
    public static UnitDetails Read(WireUnit unit, WireReport? report = null) => new()
    {
        UnitId = unit.Id,
        Plugin = PluginOf(unit.Plugin),
        State = StateOf(unit.State) ?? throw new JsonException($"'{Excerpt.Of(unit.State)}' is no state of a unit of work."),
        PartitionKey = unit.PartitionKey,
        IdempotencyKey = unit.IdempotencyKey,
        Args = report?.Args ?? s_notShown,
        Output = Given(report?.Output),
        Progress = Given(report?.Progress) ?? (unit.Fraction is { } fraction ? JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"fraction":{{fraction}}}""")) : null),
        IsUnchanged = unit.Unchanged,
        Error = unit.Error,
        Failures = unit.Failures,
        Losses = unit.Losses,
        HaltsPartition = unit.HaltsPartition,
        IsCancelling = unit.Cancelling,
        Node = unit.Node,
        EnqueuedAt = unit.EnqueuedAt,
        NotBefore = unit.NotBefore,
        StartedAt = unit.StartedAt,
        FinishedAt = unit.FinishedAt,
    };

    /// <exception cref="JsonException">It is no count.</exception>
    public static UnitCounts Read(WireCount count) => new()
    {
        Plugin = PluginOf(count.Plugin),
        Queued = count.Queued,
        Running = count.Running,
        Succeeded = count.Succeeded,
        Failed = count.Failed,
        Cancelled = count.Cancelled,
        Expired = count.Expired,
        OldestQueued = count.OldestQueued,
    };

    /// <summary>Finds the state of a name; null if there is none.</summary>
    public static UnitState? StateOf(string name) => Enum.GetValues<UnitState>().Cast<UnitState?>().FirstOrDefault(state => Output.Words.Of(state!.Value) == name);

    private static JsonElement? Given(JsonElement? json) => json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } ? json : null;

    /// <summary>Identities may be cut, and then follow no rule.</summary>
    private static PluginId PluginOf(string text) => text.Split(':', 2) is [{ Length: > 0 } kind, { Length: > 0 } name] ? new(kind, name) : throw new JsonException($"'{Excerpt.Of(text)}' is no plugin.");
}
