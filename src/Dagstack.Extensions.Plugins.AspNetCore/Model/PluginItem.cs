namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin in a list. Texts of plugins are cut, and have escapes for what cannot be seen.</summary>
internal sealed record PluginItem
{
    /// <summary>Gets the identity; null for a manifest whose kind or name cannot be read.</summary>
    public string? Id { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    /// <summary>Gets the address of its report; null if it has no identity that an address can carry.</summary>
    public string? Href { get; init; }

    public required string State { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public string? Path { get; init; }

    public string? Version { get; init; }

    public string? Runtime { get; init; }

    public string? Publisher { get; init; }

    public bool Untrusted { get; init; }

    /// <summary>Gets whether it is the active plugin of its kind.</summary>
    public bool Active { get; init; }

    public bool Serving { get; init; }

    public long InFlight { get; init; }

    public DateTimeOffset? ReadySince { get; init; }

    public double? StartSeconds { get; init; }

    public int Generation { get; init; }

    public int Priority { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public int LeakedGenerations { get; init; }

    public bool RequiresRestart { get; init; }
}
