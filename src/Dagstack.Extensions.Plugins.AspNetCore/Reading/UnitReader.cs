using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads what is known of units of work.</summary>
internal static class UnitReader
{
    /// <summary>Where the units are, below the place where plugins are served. No kind is called so.</summary>
    public const string Path = "/-/units";

    public static UnitItem Read(UnitDetails unit, string root) => new()
    {
        Id = ShownText.Name(unit.UnitId),
        Href = AddressOf(unit.UnitId, root),
        Plugin = ShownText.Name(unit.Plugin.ToString()),
        PluginHref = ItemReader.AddressOf(unit.Plugin, root),
        State = UnitStateNames.Of(unit.State),
        Final = unit.IsFinal,
        PartitionKey = ShownText.Name(unit.PartitionKey),
        IdempotencyKey = ShownText.Name(unit.IdempotencyKey),
        Fraction = FractionOf(unit.Progress),
        Error = ShownText.Text(unit.Error),
        Failures = unit.Failures,
        Losses = unit.Losses,
        HaltsPartition = unit.HaltsPartition,
        Cancelling = unit.IsCancelling,
        Unchanged = unit.IsUnchanged,
        Node = ShownText.Name(unit.Node),
        EnqueuedAt = unit.EnqueuedAt,
        NotBefore = unit.NotBefore,
        StartedAt = unit.StartedAt,
        FinishedAt = unit.FinishedAt,
    };

    /// <summary>Reads all of one.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="root">Where the plugins are served.</param>
    /// <param name="withArguments">Whether what it works on is shown.</param>
    public static UnitReport Report(UnitDetails unit, string root, bool withArguments) => new()
    {
        Unit = Read(unit, root),
        ArgumentsShown = withArguments,
        Args = withArguments ? MaskedJson.Read(unit.Args) : null,
        Output = withArguments ? MaskedJson.Read(unit.Output) : null,
        Progress = withArguments ? MaskedJson.Read(unit.Progress) : null,
    };

    public static UnitCountItem Read(UnitCounts counts, string root) => new()
    {
        Plugin = ShownText.Name(counts.Plugin.ToString()),
        PluginHref = ItemReader.AddressOf(counts.Plugin, root),
        Queued = counts.Queued,
        Running = counts.Running,
        Succeeded = counts.Succeeded,
        Failed = counts.Failed,
        Cancelled = counts.Cancelled,
        Expired = counts.Expired,
        OldestQueued = counts.OldestQueued,
    };

    /// <summary>Makes the address of a report; null for an identity that no address can carry.</summary>
    public static string? AddressOf(string id, string root) => AddressPart.Join(root + Path, id);

    private static double? FractionOf(JsonElement? progress) =>
        progress is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty("fraction", out var fraction) && fraction.ValueKind == JsonValueKind.Number && fraction.TryGetDouble(out var value) && value is >= 0 and <= 1 ? value : null;
}
