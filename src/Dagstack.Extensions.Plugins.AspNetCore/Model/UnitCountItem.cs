namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How many units of work a plugin has, by state.</summary>
internal sealed record UnitCountItem
{
    public required string Plugin { get; init; }

    /// <summary>Gets the address of the report of the plugin; null if no address can carry its identity.</summary>
    public string? PluginHref { get; init; }

    public long Queued { get; init; }

    public long Running { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    public long Cancelled { get; init; }

    public long Expired { get; init; }

    public DateTimeOffset? OldestQueued { get; init; }
}
