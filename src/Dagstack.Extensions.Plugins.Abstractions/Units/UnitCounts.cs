namespace Dagstack.Extensions.Plugins;

/// <summary>How many units of work a plugin has, by state.</summary>
public sealed class UnitCounts
{
    /// <summary>Gets the plugin.</summary>
    public required PluginId Plugin { get; init; }

    /// <summary>Gets how many wait.</summary>
    public long Queued { get; init; }

    /// <summary>Gets how many run.</summary>
    public long Running { get; init; }

    /// <summary>Gets how many have succeeded, of those that are kept.</summary>
    public long Succeeded { get; init; }

    /// <summary>Gets how many have failed, of those that are kept.</summary>
    public long Failed { get; init; }

    /// <summary>Gets how many were cancelled, of those that are kept.</summary>
    public long Cancelled { get; init; }

    /// <summary>Gets how many are expired, of those that are kept.</summary>
    public long Expired { get; init; }

    /// <summary>Gets when the unit that waits for the longest time was taken in.</summary>
    /// <value>Null if none waits.</value>
    public DateTimeOffset? OldestQueued { get; init; }
}
