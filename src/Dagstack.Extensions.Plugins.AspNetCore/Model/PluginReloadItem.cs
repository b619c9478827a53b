namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>What came of a reload.</summary>
internal sealed record PluginReloadItem
{
    public required string Outcome { get; init; }

    public int Generation { get; init; }

    public DateTimeOffset At { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public double Seconds { get; init; }

    public double RetireSeconds { get; init; }

    /// <summary>Gets what became of the generation before: <c>none</c>, <c>unloaded</c> or <c>still_alive</c>.</summary>
    public required string Unload { get; init; }

    public IReadOnlyList<PluginUnloadHintItem> Hints { get; init; } = [];
}
