namespace Dagstack.Extensions.Plugins;

/// <summary>What is said of one unit of work beside its arguments.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class UnitOptions
{
    /// <summary>Gets or sets the key that tells the unit from others of the plugin: two with the same key are one unit, for as long as it is kept.</summary>
    /// <value>Null by default: the manifest's <c>idempotency_mode</c> decides.</value>
    public string? IdempotencyKey { get; set; }

    /// <summary>Gets or sets the queue that it waits in.</summary>
    /// <value>Null by default: the value of the argument that the manifest's <c>partition_key</c> names, or a queue of its own.</value>
    public string? PartitionKey { get; set; }

    /// <summary>Gets or sets how long it may wait for its start. One whose turn comes later is expired.</summary>
    /// <value>Null by default: for ever. Else more than zero.</value>
    public TimeSpan? ExpiresAfter { get; set; }
}
