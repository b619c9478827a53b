namespace Dagstack.Tool.Units;

/// <summary>A unit of work, as a host writes it.</summary>
internal sealed record WireUnit
{
    public required string Id { get; init; }

    public required string Plugin { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public string? PartitionKey { get; init; }

    public string? IdempotencyKey { get; init; }

    public double? Fraction { get; init; }

    public string? Error { get; init; }

    public int Failures { get; init; }

    public int Losses { get; init; }

    public bool HaltsPartition { get; init; }

    public bool Cancelling { get; init; }

    public bool Unchanged { get; init; }

    public string? Node { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
