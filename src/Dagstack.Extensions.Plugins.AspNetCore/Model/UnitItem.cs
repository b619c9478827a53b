namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A unit of work in a list: nothing of what it works on. Texts are cut, and have escapes for what cannot be seen.</summary>
internal sealed record UnitItem
{
    public required string Id { get; init; }

    /// <summary>Gets the address of its report; null if no address can carry its identity.</summary>
    public string? Href { get; init; }

    public required string Plugin { get; init; }

    /// <summary>Gets the address of the report of its plugin; null if no address can carry its identity.</summary>
    public string? PluginHref { get; init; }

    public required string State { get; init; }

    /// <summary>Gets whether it has come to its end.</summary>
    public bool Final { get; init; }

    public string? PartitionKey { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Gets how far it has come, from 0 to 1; null if it has said nothing.</summary>
    public double? Fraction { get; init; }

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
}
