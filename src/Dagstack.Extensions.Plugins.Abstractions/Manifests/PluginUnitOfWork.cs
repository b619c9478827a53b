namespace Dagstack.Extensions.Plugins;

/// <summary>How the long operations of a plugin are cut into units: the table <c>[plugin.unit_of_work]</c>.</summary>
public sealed class PluginUnitOfWork
{
    /// <summary>Creates the table with the defaults of its keys.</summary>
    public PluginUnitOfWork()
    {
    }

    internal PluginUnitOfWork(ManifestValues values)
    {
        Declared = values.Get("declared", Declared);
        PartitionKey = values.Get("partition_key", PartitionKey);
        EstimatedDuration = values.Get("estimated_duration_sec", EstimatedDuration);
        IdempotencyMode = values.Choice("idempotency_mode", IdempotencyMode);
        Checkpointable = values.Get("checkpointable", Checkpointable);
        ContentHash = values.Get("content_hash", ContentHash);
    }

    /// <summary>Gets a value indicating whether the plugin works in units.</summary>
    /// <value>False by default.</value>
    public bool Declared { get; init; }

    /// <summary>Gets the key by which the work is partitioned.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Gets how long a unit is expected to take.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>Gets how a repeated unit is recognised.</summary>
    /// <value><see cref="PluginIdempotencyMode.None"/> by default.</value>
    public PluginIdempotencyMode IdempotencyMode { get; init; }

    /// <summary>Gets a value indicating whether a unit can go on from a checkpoint.</summary>
    /// <value>False by default.</value>
    public bool Checkpointable { get; init; }

    /// <summary>Gets the names of what the hash of the content is made of.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> ContentHash { get; init; } = [];

    internal ManifestValues ToValues() => new()
    {
        ["declared"] = Declared,
        ["partition_key"] = PartitionKey,
        ["estimated_duration_sec"] = EstimatedDuration,
        ["idempotency_mode"] = IdempotencyMode,
        ["checkpointable"] = Checkpointable,
        ["content_hash"] = ContentHash,
    };
}
