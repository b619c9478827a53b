namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A kind of a host.</summary>
internal sealed record PluginKindItem
{
    public required string Kind { get; init; }

    /// <summary>Gets whether the host has a contract for the kind.</summary>
    public bool Known { get; init; }

    public string? ApiVersion { get; init; }

    public string? Description { get; init; }
}
