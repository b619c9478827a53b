using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a backfill has done.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class BackfillResult
{
    /// <summary>Gets how many units are queued again.</summary>
    [JsonPropertyName("enqueued_count")]
    public required long EnqueuedCount { get; init; }

    /// <summary>Gets how many were meant but left, since the same work waits, runs or is done already.</summary>
    /// <value>0 by default.</value>
    [JsonPropertyName("skipped_count")]
    public long SkippedCount { get; init; }
}
