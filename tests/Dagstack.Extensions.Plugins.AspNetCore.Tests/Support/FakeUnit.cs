using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>A unit of work that a test has made, and changes.</summary>
internal sealed class FakeUnit
{
    public required string Id { get; init; }

    public PluginId Plugin { get; init; } = PluginId.Parse("chunker:fixed");

    public UnitState State { get; set; }

    public string? PartitionKey { get; init; }

    public string? IdempotencyKey { get; init; }

    public string Args { get; init; } = "{}";

    public string? Output { get; set; }

    public string? Progress { get; set; }

    public string? Error { get; set; }

    public int Failures { get; set; }

    public int Losses { get; set; }

    public bool HaltsPartition { get; set; }

    public bool IsCancelling { get; set; }

    public string? Node { get; set; }

    public DateTimeOffset EnqueuedAt { get; init; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public UnitDetails ToDetails() => new()
    {
        UnitId = Id,
        Plugin = Plugin,
        State = State,
        PartitionKey = PartitionKey,
        IdempotencyKey = IdempotencyKey,
        Args = JsonElement.Parse(Args),
        Output = Output is null ? null : JsonElement.Parse(Output),
        Progress = Progress is null ? null : JsonElement.Parse(Progress),
        Error = Error,
        Failures = Failures,
        Losses = Losses,
        HaltsPartition = HaltsPartition,
        IsCancelling = IsCancelling,
        Node = Node,
        EnqueuedAt = EnqueuedAt,
        NotBefore = NotBefore,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };
}
