using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a backfill has done.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class BackfillResult
{
    /// <summary>Gets how many units are queued again.</summary>
    [JsonPropertyName("enqueued_count")]
    [JsonSchema(Description = "How many units of work were re-enqueued.", Minimum = 0)]
    public required long EnqueuedCount { get; init; }

    /// <summary>Gets how many were meant but left, since the same work waits, runs or is done already.</summary>
    /// <value>0 by default.</value>
    [JsonPropertyName("skipped_count")]
    [JsonSchema(Description = "How many were skipped (did not match the filter / already running).", Minimum = 0)]
    public long SkippedCount { get; init; }
}
