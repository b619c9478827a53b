using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>All that is known of a unit of work.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class UnitDetails
{
    /// <summary>Gets the identity of the unit.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the plugin that runs it.</summary>
    public required PluginId Plugin { get; init; }

    /// <summary>Gets its state.</summary>
    public required UnitState State { get; init; }

    /// <summary>Gets the queue that it is of.</summary>
    /// <value>Null for a unit with a queue of its own.</value>
    public string? PartitionKey { get; init; }

    /// <summary>Gets the key that tells it from others of its plugin.</summary>
    /// <value>Null if it was given none.</value>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets its arguments.</summary>
    public required JsonElement Args { get; init; }

    /// <summary>Gets its output.</summary>
    /// <value>Null if it has none, or has not succeeded.</value>
    public JsonElement? Output { get; init; }

    /// <summary>Gets a value indicating whether its output is that of the unit before it that had the same input: only where the manifest says <c>output_hash</c>.</summary>
    /// <value>False by default.</value>
    public bool IsUnchanged { get; init; }

    /// <summary>Gets how far it has come: an object with <c>fraction</c>, <c>message</c> and <c>data</c> of the last report.</summary>
    /// <value>Null if it has said nothing.</value>
    public JsonElement? Progress { get; init; }

    /// <summary>Gets why it has failed last.</summary>
    /// <value>Null if it has not.</value>
    public string? Error { get; init; }

    /// <summary>Gets how often it has failed.</summary>
    public int Failures { get; init; }

    /// <summary>Gets how often a process has died with it.</summary>
    public int Losses { get; init; }

    /// <summary>Gets a value indicating whether its failure holds up the units behind it in its queue: run it again by a backfill, or cancel it to let them go on without it.</summary>
    /// <value>False by default.</value>
    public bool HaltsPartition { get; init; }

    /// <summary>Gets a value indicating whether somebody has asked for its end while it runs.</summary>
    /// <value>False by default.</value>
    public bool IsCancelling { get; init; }

    /// <summary>Gets the process that runs it, or has run it last.</summary>
    /// <value>Null if none has.</value>
    public string? Node { get; init; }

    /// <summary>Gets when it was taken in.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Gets when it is run at the earliest: after a failure.</summary>
    /// <value>Null if it need not wait.</value>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Gets when it was started last.</summary>
    /// <value>Null if it never was.</value>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it came to its end.</summary>
    /// <value>Null while it has not.</value>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets a value indicating whether it has come to its end.</summary>
    public bool IsFinal => State is not (UnitState.Queued or UnitState.Running);
}
